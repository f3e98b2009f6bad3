import type { Evaluation } from '../../../shared/contract/evaluations.ts'

export interface AccuracyRow {
  readonly name: 'thisRun' | 'pixels' | 'hausdorff' | 'untrained'
  readonly accuracy: number
  readonly interval: readonly [number, number]
}

/** The run first, then what it must beat, best first. */
export function accuracyRows({ accuracy, interval, baselines }: Evaluation): AccuracyRow[] {
  const others = (['pixels', 'hausdorff', 'untrained'] as const).flatMap((name) => {
    const found = baselines[name]
    return found ? [{ name, accuracy: found.accuracy, interval: found.interval }] : []
  })
  return [{ name: 'thisRun', accuracy, interval }, ...others.sort((a, b) => b.accuracy - a.accuracy)]
}

/** What should be said about the strongest baseline: it is as good, or the difference is not shown. */
export function caution(
  rows: readonly AccuracyRow[],
): { readonly kind: 'beaten' | 'overlap'; readonly by: AccuracyRow } | undefined {
  const [own, best] = rows
  if (!own || !best) return undefined
  if (best.accuracy >= own.accuracy) return { kind: 'beaten', by: best }
  return best.interval[1] >= own.interval[0] ? { kind: 'overlap', by: best } : undefined
}
