/** The list of runs as it is shown: searched, sorted, and by protocol where accuracies are looked at. */
import type { RunScore, RunSummary } from '../../../shared/contract/runs.ts'

export const SORTS = ['created', 'name', 'status', 'accuracy'] as const
export type RunSort = (typeof SORTS)[number]

export interface RunOrder {
  readonly by: RunSort
  readonly descending: boolean
}

export type RunLine =
  | { readonly kind: 'run'; readonly key: string; readonly run: RunSummary; readonly score: RunScore | undefined }
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
export function arrangeRuns(list: readonly RunSummary[], search: string, { by, descending }: RunOrder): RunLine[] {
  const found = list.filter((run) => matches(run, search))
  const sign = descending ? -1 : 1
  if (by === 'accuracy') return byProtocol(found, sign)
  return found
    .toSorted((a, b) => sign * COMPARE[by](a, b))
    .map((run) => ({ kind: 'run', key: run.id, run, score: run.scores[0] }))
}

function byProtocol(list: readonly RunSummary[], sign: number): RunLine[] {
  const groups = new Map<string, { run: RunSummary; score: RunScore }[]>()
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
    ...group
      .toSorted((a, b) => sign * (a.score.accuracy - b.score.accuracy))
      .map(({ run, score }): RunLine => ({ kind: 'run', key: `${hash} ${run.id}`, run, score })),
  ])
  const rest = list.filter(({ scores }) => scores.length === 0)
  if (rest.length === 0) return lines
  const without = rest.map((run): RunLine => ({ kind: 'run', key: run.id, run, score: undefined }))
  return [...lines, { kind: 'protocol', key: 'none', score: null, runs: rest.length }, ...without]
}
