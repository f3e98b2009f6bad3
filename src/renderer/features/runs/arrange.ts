/** The list of runs as it is shown: searched, sorted, and by protocol where accuracies are looked at. */
import type { RunScore, RunSummary } from '../../../shared/contract/runs.ts'
import { bySeedKey, spreadsOf } from '../../stores/seed-groups.ts'
import type { ProtocolSpread } from '../../stores/seed-groups.ts'

export const SORTS = ['created', 'name', 'status', 'accuracy'] as const
export type RunSort = (typeof SORTS)[number]

export interface RunOrder {
  readonly by: RunSort
  readonly descending: boolean
}

export type RunLine =
  | {
      readonly kind: 'run'
      readonly key: string
      readonly run: RunSummary
      readonly score: RunScore | undefined
      /** Whether it stands below a line of its seeds. */
      readonly isMember?: boolean
    }
  /** Runs that differ by their seed alone; without a spread where no two were evaluated on the same trials. */
  | {
      readonly kind: 'seeds'
      readonly key: string
      readonly runs: readonly RunSummary[]
      readonly found: ProtocolSpread | undefined
    }
  /** Above runs that were evaluated by one protocol; null above those that were not evaluated. */
  | { readonly kind: 'protocol'; readonly key: string; readonly score: RunScore | null; readonly runs: number }

const collator = new Intl.Collator(undefined, { numeric: true })

/** Whether every word is found in the run's name, recipe, status, device or pictures. */
export function matches(run: RunSummary, search: string): boolean {
  const text = [run.id, run.recipe, run.status, run.device, run.dataset?.name].filter(Boolean).join(' ').toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

const COMPARE: Record<Exclude<RunSort, 'accuracy'>, (a: RunSummary, b: RunSummary) => number> = {
  created: (a, b) => (a.created ?? '').localeCompare(b.created ?? '') || collator.compare(a.id, b.id),
  name: (a, b) => collator.compare(a.id, b.id),
  status: (a, b) => a.status.localeCompare(b.status) || collator.compare(a.id, b.id),
}

/**
 * The lines of the list. Sorted by accuracy, a run stands once under every protocol it was evaluated by: numbers of
 * different protocols have no order among them.
 */
export function arrangeRuns(
  list: readonly RunSummary[],
  search: string,
  { by, descending }: RunOrder,
  isBySeed = false,
): RunLine[] {
  const found = list.filter((run) => matches(run, search))
  const sign = descending ? -1 : 1
  if (by === 'accuracy') return byProtocol(found, sign, isBySeed)
  const sorted = found.toSorted((a, b) => sign * COMPARE[by](a, b))
  const line = (run: RunSummary): RunLine => ({ kind: 'run', key: run.id, run, score: run.scores[0] })
  return isBySeed ? bySeed(sorted) : sorted.map(line)
}

/** Each group of seeds below a line of its own, where its first run stands. */
function bySeed(sorted: readonly RunSummary[]): RunLine[] {
  return bySeedKey(sorted).flatMap((runs): RunLine[] => {
    const [{ id, seedKey }] = runs as [RunSummary]
    const isMember = runs.length > 1
    const lines = runs.map((run): RunLine => ({ kind: 'run', key: run.id, run, score: run.scores[0], isMember }))
    return isMember
      ? [{ kind: 'seeds', key: `seeds ${seedKey ?? id}`, runs, found: spreadsOf(runs)[0] }, ...lines]
      : lines
  })
}

interface Scored {
  readonly run: RunSummary
  readonly score: RunScore
}

/** The lines below one protocol; of several seeds only their mean. */
function ranked(hash: string, group: readonly Scored[], sign: number, isBySeed: boolean): RunLine[] {
  const lineOf = ({ run, score }: Scored): RunLine => ({ kind: 'run', key: `${hash} ${run.id}`, run, score })
  if (!isBySeed) return group.toSorted((a, b) => sign * (a.score.accuracy - b.score.accuracy)).map(lineOf)
  const scored = group.map(({ run, score }) => ({ ...run, scores: [score], whole: run }))
  const lines = bySeedKey(scored).map((members): { line: RunLine; accuracy: number } => {
    const [first] = members as [(typeof members)[number]]
    const [found] = spreadsOf(members)
    const score = first.scores[0]!
    if (!found) return { line: lineOf({ run: first.whole, score }), accuracy: score.accuracy }
    const runs = members.map(({ whole }) => whole)
    return {
      line: { kind: 'seeds', key: `${hash} seeds ${first.seedKey}`, runs, found },
      accuracy: found.spread.mean,
    }
  })
  return lines.toSorted((a, b) => sign * (a.accuracy - b.accuracy)).map(({ line }) => line)
}

function byProtocol(list: readonly RunSummary[], sign: number, isBySeed: boolean): RunLine[] {
  const groups = new Map<string, Scored[]>()
  for (const run of list) {
    const seen = new Set<string>()
    for (const score of run.scores) {
      const { hash } = score.protocol
      // The newest first: an evaluation done again counts once.
      if (seen.has(hash)) continue
      seen.add(hash)
      groups.set(hash, [...(groups.get(hash) ?? []), { run, score }])
    }
  }
  const largestFirst = [...groups].sort(([, a], [, b]) => b.length - a.length)
  const lines = largestFirst.flatMap(([hash, group]): RunLine[] => [
    { kind: 'protocol', key: hash, score: group[0]?.score ?? null, runs: group.length },
    ...ranked(hash, group, sign, isBySeed),
  ])
  const rest = list.filter(({ scores }) => scores.length === 0)
  if (rest.length === 0) return lines
  const without = rest.map((run): RunLine => ({ kind: 'run', key: run.id, run, score: undefined }))
  return [...lines, { kind: 'protocol', key: 'none', score: null, runs: rest.length }, ...without]
}

/** The runs a line stands for. */
export function runsOf(line: RunLine): readonly RunSummary[] {
  if (line.kind === 'run') return [line.run]
  return line.kind === 'seeds' ? line.runs : []
}
