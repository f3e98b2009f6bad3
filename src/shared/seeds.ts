/** Mean and spread over seeds: what a repeated training says that one does not. Pure, so the page computes it too. */
import { mean, standardDeviation } from './statistics.ts'

/** Accuracies of one protocol over runs that differ by their seed alone. */
export interface SeedSpread {
  readonly seeds: number
  /** 0..1 */
  readonly mean: number
  /** Of the sample (divides by n - 1), 0..1. */
  readonly standardDeviation: number
  /**
   * 95 % interval of the mean over seeds by Student's t with n - 1 degrees of freedom, cut to 0..1. It tells how far another
   * set of seeds may lie away on these same trials; that the trials are a sample is not in it.
   */
  readonly interval: readonly [number, number]
  readonly method: 'student-t'
}

const CONFIDENCE = 0.95
/** Halvings of the search: more than a double can tell. */
const HALVINGS = 60

/**
 * Chance that Student's t lies within ±t, for a whole number of degrees of freedom (Abramowitz and Stegun, Handbook of
 * Mathematical Functions, 1964, 26.7.3 and 26.7.4).
 */
function withinT(angle: number, freedom: number): number {
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)]
  const isOdd = freedom % 2 === 1
  let term = isOdd ? cosine : 1
  let sum = freedom === 1 ? 0 : term
  for (let k = isOdd ? 3 : 2; k < freedom; k += 2) {
    term *= (cosine * cosine * (k - 1)) / k
    sum += term
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum
}

/**
 * Two-sided quantile of Student's t: the value that |t| exceeds with a chance of 1 - `confidence`.
 * @param freedom degrees of freedom, a whole number of at least 1
 * @throws RangeError for others
 */
export function studentT(freedom: number, confidence = CONFIDENCE): number {
  if (!Number.isInteger(freedom) || freedom < 1)
    throw new RangeError(`degrees of freedom must be at least 1, got ${freedom}`)
  let low = 0
  let high = Math.PI / 2
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2
    if (withinT(middle, freedom) < confidence) low = middle
    else high = middle
  }
  return Math.sqrt(freedom) * Math.tan((low + high) / 2)
}

/**
 * Mean and spread of accuracies over seeds.
 * @param accuracies 0..1, one for each seed, on the same trials
 * @throws RangeError for fewer than two: one run has no spread
 */
export function seedSpread(accuracies: readonly number[]): SeedSpread {
  const seeds = accuracies.length
  if (seeds < 2) throw new RangeError(`a spread needs at least two seeds, got ${seeds}`)
  const centre = mean(accuracies)
  const deviation = standardDeviation(accuracies)
  const half = (studentT(seeds - 1) * deviation) / Math.sqrt(seeds)
  const interval = [Math.max(0, centre - half), Math.min(1, centre + half)] as const
  return { seeds, mean: centre, standardDeviation: deviation, interval, method: 'student-t' }
}
