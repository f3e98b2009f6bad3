/** Statistics that stand beside a printed figure. Pure, so the page computes them too. */

/** Two-sided 95 % point of the standard normal. */
const Z95 = 1.959963984540054

/**
 * Wilson's score interval for a share of successes (E. B. Wilson, JASA 22, 1927), both ends in 0..1.
 * Successes may be fractional, because a tie earns part of a point. Treats the trials as independent.
 *
 * @param successes 0..trials
 * @param trials at least 1
 * @param z normal quantile; the default gives 95 %
 * @throws RangeError when there are no trials or the successes do not fit them
 */
export function wilsonInterval(successes: number, trials: number, z = Z95): readonly [number, number] {
  if (!(trials > 0)) throw new RangeError(`an interval needs at least one trial, got ${trials}`)
  if (!(successes >= 0 && successes <= trials)) {
    throw new RangeError(`successes must lie in 0..${trials}, got ${successes}`)
  }
  const share = successes / trials
  const z2 = z * z
  const centre = (share + z2 / (2 * trials)) / (1 + z2 / trials)
  const half = (z * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials))) / (1 + z2 / trials)
  // At 0 and 1 one end is exact in theory; rounding must not push it past.
  return [share === 0 ? 0 : Math.max(0, centre - half), share === 1 ? 1 : Math.min(1, centre + half)]
}

/** Share of right answers a guesser gets. @param way at least 1 */
export function chanceOf(way: number): number {
  return 1 / way
}

/** Arithmetic mean. @throws RangeError for no values */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('the mean of no values is not defined')
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Standard deviation of a sample (divides by n - 1): the spread over seeds. NaN for fewer than two values. */
export function standardDeviation(values: readonly number[]): number {
  if (values.length < 2) return NaN
  const centre = mean(values)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1))
}

/** Share of the newest loss in the smoothed one, from step 200 on. */
const NEWEST = 0.02

/**
 * Exponential mean of the loss over about a quarter of the steps so far, 50 at most: it falls early on as fast as the loss
 * does, and is smooth later. A loss that is no number leaves it as it was.
 * @param before null at the first step
 * @param step of this loss, from 1
 */
export function smoothLoss(before: number | null, loss: number, step: number): number | null {
  if (!Number.isFinite(loss)) return before
  if (before === null) return loss
  return before + Math.max(NEWEST, 4 / (Math.max(1, step) + 3)) * (loss - before)
}

/** Middle value, the mean of the two middle ones for an even number. @throws RangeError for no values */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('the median of no values is not defined')
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
