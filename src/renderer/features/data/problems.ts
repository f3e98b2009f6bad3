import type { DatasetSummary, LookAlikes } from '../../../shared/contract/datasets.ts'
import { tornNames } from '../../../shared/guard.ts'
import type { SplitPart } from '../../../shared/split.ts'

/** What a row means for a test: worst first. */
export type Harm = 'split' | 'classes' | 'inClass'

export interface ProblemRow {
  readonly kind: string
  readonly path: string
  /** The host's sentence; of copies, what they are. */
  readonly message: string
  readonly leftOut: boolean
  /** Undefined for what harms no test. */
  readonly harm: Harm | undefined
  /** What a click shows: the copies by index, or the class. */
  readonly shows:
    | {
        readonly kind: 'copies' | 'look-alikes'
        readonly paths: readonly string[]
        readonly pictures: readonly number[]
      }
    | { readonly kind: 'class'; readonly index: number }
    | undefined
}

export interface ProblemWords {
  readonly duplicates: string
  readonly duplicatesAcross: string
  readonly duplicatesSplit: (parts: readonly SplitPart[]) => string
  readonly alike: string
  readonly alikeAcross: string
  readonly alikeSplit: (parts: readonly SplitPart[]) => string
  readonly torn: (parts: readonly SplitPart[]) => string
}

type Source = Pick<DatasetSummary, 'problems' | 'duplicates'> & {
  readonly classes: readonly Pick<DatasetSummary['classes'][number], 'name'>[]
}

/** The parts of the split that files lie in, by their folders. A zip may have one folder around all others. */
function partsOfPaths(
  paths: readonly string[],
  classes: ReadonlyMap<string, number>,
  parts: readonly (SplitPart | undefined)[],
): SplitPart[] {
  const found = new Set<SplitPart>()
  for (const path of paths) {
    const folders = path.split('/').slice(0, -1)
    const name = folders.map((_, i) => folders.slice(i).join('/')).find((suffix) => classes.has(suffix))
    const part = name === undefined ? undefined : parts[classes.get(name)!]
    if (part) found.add(part)
  }
  return [...found]
}

type Ranked = ProblemRow & { readonly rank: number }

const harmOf = (parts: readonly SplitPart[], acrossClasses: boolean): Harm =>
  parts.length > 1 ? 'split' : acrossClasses ? 'classes' : 'inClass'
const RANKS: Readonly<Record<Harm, number>> = { split: 1, classes: 2, inClass: 3 }

function alikeRows(
  { sets }: Pick<LookAlikes, 'sets'>,
  parts: readonly (SplitPart | undefined)[],
  words: ProblemWords,
): Ranked[] {
  return sets.map(({ paths, pictures, classes, acrossClasses }) => {
    const found = [...new Set(classes.map((index) => parts[index]))].filter((part) => part !== undefined)
    const harm = harmOf(found, acrossClasses)
    const what = { split: words.alikeSplit(found), classes: words.alikeAcross, inClass: words.alike }[harm]
    return {
      kind: 'look-alike',
      path: paths[0] ?? '',
      message: `${paths.join(' ≈ ')} (${what})`,
      leftOut: false,
      harm,
      shows: { kind: 'look-alikes' as const, paths, pictures },
      // After copies that do the same harm: those are certain.
      rank: RANKS[harm] + 0.5,
    }
  })
}

function tornRows(
  classes: Source['classes'],
  parts: readonly (SplitPart | undefined)[],
  words: ProblemWords,
): Ranked[] {
  return tornNames(classes, parts).map(({ name, classes: same, parts: found }) => ({
    kind: 'torn-name',
    path: name,
    message: `${same.map((index) => classes[index]?.name ?? '').join(' = ')} (${words.torn(found)})`,
    leftOut: false,
    harm: 'split',
    shows: { kind: 'class', index: same[0] as number },
    rank: RANKS.split + 0.7,
  }))
}

/**
 * Problems, duplicates, look-alikes and names as one list: what is left out first, then what may mislead a test, worst
 * first, then the rest.
 */
export function problemRows(
  { problems, duplicates, classes }: Source,
  lookAlikes: Pick<LookAlikes, 'sets'>,
  parts: readonly (SplitPart | undefined)[],
  words: ProblemWords,
): ProblemRow[] {
  const byName = new Map(classes.map(({ name }, index) => [name, index]))
  const copies = duplicates.map(({ paths, pictures, acrossClasses }) => {
    const split = acrossClasses ? partsOfPaths(paths, byName, parts) : []
    const across = split.length > 1 ? words.duplicatesSplit(split) : words.duplicatesAcross
    return {
      kind: 'duplicate',
      path: paths[0] ?? '',
      message: `${paths.join(' = ')} (${acrossClasses ? across : words.duplicates})`,
      leftOut: false,
      harm: harmOf(split, acrossClasses),
      shows: { kind: 'copies' as const, paths, pictures },
      rank: RANKS[harmOf(split, acrossClasses)],
    }
  })
  const others = problems.map(({ kind, path, message, leftOut }) => {
    const index = byName.get(path)
    return {
      kind,
      path,
      message,
      leftOut,
      harm: undefined,
      shows: index === undefined ? undefined : { kind: 'class' as const, index },
      rank: leftOut ? 0 : 4,
    }
  })
  const all: Ranked[] = [
    ...others,
    ...copies,
    ...alikeRows(lookAlikes, parts, words),
    ...tornRows(classes, parts, words),
  ]
  return all.sort((a, b) => a.rank - b.rank).map(({ rank: _, ...row }) => row)
}

/** The worst harm among the rows. */
export function worstHarm(rows: readonly Pick<ProblemRow, 'harm'>[]): Harm | undefined {
  return (['split', 'classes', 'inClass'] as const).find((harm) => rows.some((row) => row.harm === harm))
}

/** How many of each kind, most first. */
export function countKinds(rows: readonly ProblemRow[]): [kind: string, count: number][] {
  const counts = new Map<string, number>()
  for (const { kind } of rows) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)
}

/** The rows of one kind; all where none is chosen, or where there are none of it: other pictures have other problems. */
export function rowsOfKind(
  rows: readonly ProblemRow[],
  chosen: string | null,
): { readonly kind: string | null; readonly rows: readonly ProblemRow[] } {
  const found = rows.filter(({ kind }) => kind === chosen)
  return found.length > 0 ? { kind: chosen, rows: found } : { kind: null, rows }
}
