import type { TrialWay } from '../../../shared/contract/evaluations.ts'

/** A scale shared by all bars of a trial, from 0, so that half the length is half the distance. @returns shares 0..1 */
export function distanceScale(ways: readonly Pick<TrialWay, 'distance'>[]): (distance: number | null) => number {
  let largest = 0
  for (const { distance } of ways) if (distance !== null && distance > largest) largest = distance
  return (distance) => (distance === null || largest === 0 ? 0 : Math.max(0, distance) / largest)
}

/** As many digits for all distances of a trial as tell the first two apart, between 3 and 6. */
export function distanceDigits(ways: readonly Pick<TrialWay, 'distance'>[]): number {
  const [first, second] = ways
  if (typeof first?.distance !== 'number' || typeof second?.distance !== 'number') return 3
  const apart = Math.abs(second.distance - first.distance)
  if (apart === 0) return 3
  return Math.min(6, Math.max(3, Math.ceil(-Math.log10(apart)) + 1))
}
