import type { PairsSnapshot } from '../../../shared/contract/training.ts'

export interface Distances {
  readonly same: readonly number[]
  readonly different: readonly number[]
}

/** Distances of either kind that are kept: enough for a shape, few enough to be of now. */
const KEPT = 60

/** Adds the distances of newly seen pairs and drops the oldest. */
export function recentDistances(before: Distances, { pairs }: Pick<PairsSnapshot, 'pairs'>): Distances {
  const of = (wanted: boolean) =>
    pairs.flatMap(({ same, distance }) => (same === wanted && distance !== null ? [distance] : []))
  return {
    same: [...before.same, ...of(true)].slice(-KEPT),
    different: [...before.different, ...of(false)].slice(-KEPT),
  }
}
