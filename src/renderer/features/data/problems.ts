import type { DatasetSummary } from '../../../shared/contract/datasets.ts'

type Part = 'train' | 'validation' | 'test'

export interface ProblemRow {
  readonly kind: string
  readonly path: string
  /** The host's sentence; of copies, what they are. */
  readonly message: string
  readonly leftOut: boolean
  /** What a click shows: the copies by index, or the class. */
  readonly shows:
    | { readonly kind: 'copies'; readonly paths: readonly string[]; readonly pictures: readonly number[] }
    | { readonly kind: 'class'; readonly index: number }
    | undefined
}

export interface ProblemWords {
  readonly duplicates: string
  readonly duplicatesAcross: string
  readonly duplicatesSplit: (parts: readonly Part[]) => string
}

type Source = Pick<DatasetSummary, 'problems' | 'duplicates'> & {
  readonly classes: readonly Pick<DatasetSummary['classes'][number], 'name'>[]
}

/** The parts of the split that files lie in, by their folders. A zip may have one folder around all others. */
function partsOfPaths(
  paths: readonly string[],
  classes: ReadonlyMap<string, number>,
  parts: readonly (Part | undefined)[],
): Part[] {
  const found = new Set<Part>()
  for (const path of paths) {
    const folders = path.split('/').slice(0, -1)
    const name = folders.map((_, i) => folders.slice(i).join('/')).find((suffix) => classes.has(suffix))
    const part = name === undefined ? undefined : parts[classes.get(name)!]
    if (part) found.add(part)
  }
  return [...found]
}

/** Problems and duplicates as one list: what is left out first, then what may mislead a test, then the rest. */
export function problemRows(
  { problems, duplicates, classes }: Source,
  parts: readonly (Part | undefined)[],
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
      shows: { kind: 'copies' as const, paths, pictures },
      rank: split.length > 1 ? 1 : acrossClasses ? 2 : 3,
    }
  })
  const others = problems.map(({ kind, path, message, leftOut }) => {
    const index = byName.get(path)
    return {
      kind,
      path,
      message,
      leftOut,
      shows: index === undefined ? undefined : { kind: 'class' as const, index },
      rank: leftOut ? 0 : 4,
    }
  })
  return [...others, ...copies].sort((a, b) => a.rank - b.rank).map(({ rank: _, ...row }) => row)
}

/** How many of each kind, most first. */
export function countKinds(rows: readonly ProblemRow[]): [kind: string, count: number][] {
  const counts = new Map<string, number>()
  for (const { kind } of rows) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)
}
