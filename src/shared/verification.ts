/**
 * Same or different? What a threshold on the distance does to genuine pairs (one class) and impostor pairs (two classes). A
 * pair is accepted when its distance is at most the threshold. Terms as in ISO/IEC 19795-1. Pure, so the page computes it too.
 */

import { sortedNumbers } from './sorted-numbers.ts'

/** Distances in ascending order. */
export interface PairDistances {
  readonly genuine: Float64Array
  readonly impostor: Float64Array
}

/** Error rates at one threshold, 0..1. */
export interface OperatingPoint {
  readonly threshold: number
  /** Share of impostor pairs accepted. */
  readonly falseAccept: number
  /** Share of genuine pairs accepted; the false reject rate is 1 minus it. */
  readonly trueAccept: number
}

/** Sorts, and leaves out what is no number. @throws RangeError when either side is empty */
export function pairDistances(genuine: Iterable<number>, impostor: Iterable<number>): PairDistances {
  const clean = (values: Iterable<number>, which: string) => {
    const all = values instanceof Float64Array ? values : Float64Array.from(values)
    const sorted = sortedNumbers(all.includes(NaN) ? all.filter((value) => !Number.isNaN(value)) : all)
    if (sorted.length === 0) throw new RangeError(`there are no ${which} pairs`)
    return sorted
  }
  return { genuine: clean(genuine, 'genuine'), impostor: clean(impostor, 'impostor') }
}

/** How many of the sorted values are at most `limit`. */
function countUpTo(sorted: Float64Array, limit: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! <= limit) low = middle + 1
    else high = middle
  }
  return low
}

/** The rates at a threshold. */
export function operatingPoint({ genuine, impostor }: PairDistances, threshold: number): OperatingPoint {
  return {
    threshold,
    falseAccept: countUpTo(impostor, threshold) / impostor.length,
    trueAccept: countUpTo(genuine, threshold) / genuine.length,
  }
}

/**
 * Every point of the ROC curve: one for each distance that occurs, from "nothing is accepted" (threshold -Infinity) to
 * "everything is".
 */
export function rocPoints({ genuine, impostor }: PairDistances): OperatingPoint[] {
  const points: OperatingPoint[] = []
  walkRoc({ genuine, impostor }, (threshold, i, g) => {
    points.push({ threshold, falseAccept: i / impostor.length, trueAccept: g / genuine.length })
    return false
  })
  return points
}

/**
 * Visits the points of the ROC curve in their order without making them: there may be millions. Ends early at true.
 * @param visit is told how many impostors and genuine pairs are accepted
 */
function walkRoc(
  { genuine, impostor }: PairDistances,
  visit: (threshold: number, impostors: number, genuines: number) => boolean,
): void {
  if (visit(-Infinity, 0, 0)) return
  let g = 0
  let i = 0
  while (g < genuine.length || i < impostor.length) {
    const nextGenuine = g < genuine.length ? genuine[g]! : Infinity
    const nextImpostor = i < impostor.length ? impostor[i]! : Infinity
    const threshold = nextGenuine < nextImpostor ? nextGenuine : nextImpostor
    while (g < genuine.length && genuine[g]! <= threshold) g++
    while (i < impostor.length && impostor[i]! <= threshold) i++
    if (visit(threshold, i, g)) return
  }
}

/**
 * At most `limit` points that look the same: the ends, and where false accepts pass steps evenly spread over the curve and,
 * for DET plots, over the decades below 1 %.
 */
export function thinRoc(points: readonly OperatingPoint[], limit: number): OperatingPoint[] {
  if (points.length <= limit) return [...points]
  const kept: OperatingPoint[] = []
  const last = points[points.length - 1]!
  const step = along(last.falseAccept, last.trueAccept) / (limit - 2)
  let next = 0
  for (const point of points) {
    const at = along(point.falseAccept, point.trueAccept)
    if (at < next) continue
    kept.push(point)
    next = at + step
  }
  if (kept[kept.length - 1] !== last) kept.push(last)
  return kept
}

/** Distance along the curve, with small false accept rates stretched: what a plot shows at any scale. */
function along(falseAccept: number, trueAccept: number): number {
  // Where it comes to the logarithm's end alone, a line is near enough.
  return trueAccept + falseAccept + Math.log10(1 + 1e4 * falseAccept) / 4
}

/** `thinRoc` of `rocPoints`, without making the millions of points between. */
export function thinnedRoc(distances: PairDistances, limit: number): OperatingPoint[] {
  let count = 0
  walkRoc(distances, () => ++count > limit)
  if (count <= limit) return rocPoints(distances)
  const step = along(1, 1) / (limit - 2)
  const kept: OperatingPoint[] = []
  const { genuine, impostor } = distances
  let next = 0
  // The curve need not be measured before the rates alone, without their stretching, could reach the next step.
  let least = 0
  const perImpostor = STEEPEST / impostor.length
  const perGenuine = 1 / genuine.length
  let last: OperatingPoint | undefined
  walkRoc(distances, (threshold, i, g) => {
    const isLast = i === impostor.length && g === genuine.length
    if (!isLast && i * perImpostor + g * perGenuine < least) return false
    const falseAccept = i / impostor.length
    const trueAccept = g / genuine.length
    const at = along(falseAccept, trueAccept)
    if (at >= next) {
      kept.push({ threshold, falseAccept, trueAccept })
      next = at + step
      // A little less, for what rounding may do to the sum.
      least = falseAccept * STEEPEST + trueAccept + step - 1e-9
    } else if (isLast) last = { threshold, falseAccept, trueAccept }
    return false
  })
  return last ? [...kept, last] : kept
}

/** How fast the stretched false accept rate grows at most. */
const STEEPEST = 1 + 1e4 / 4 / Math.LN10

/** Area under the ROC curve: how often a genuine pair is nearer than an impostor pair, ties counted half. 0..1 */
export function areaUnderCurve({ genuine, impostor }: PairDistances): number {
  let sum = 0
  let below = 0
  let upTo = 0
  for (const distance of genuine) {
    while (below < impostor.length && impostor[below]! < distance) below++
    while (upTo < impostor.length && impostor[upTo]! <= distance) upTo++
    sum += impostor.length - upTo + (upTo - below) / 2
  }
  return sum / genuine.length / impostor.length
}

export interface EqualError {
  readonly rate: number
  readonly threshold: number
}

/** `equalErrorRate` of `rocPoints`, without making the points: both rates rise, so halving finds the two around it. */
export function equalErrorOf(distances: PairDistances): EqualError {
  const { genuine, impostor } = distances
  const isPast = (threshold: number) => {
    const { falseAccept, trueAccept } = operatingPoint(distances, threshold)
    return falseAccept >= 1 - trueAccept
  }
  const after = Math.min(firstWhere(genuine, isPast), firstWhere(impostor, isPast))
  const before = Math.max(lastBelow(genuine, after), lastBelow(impostor, after))
  return equalErrorRate([operatingPoint(distances, before), operatingPoint(distances, after)])
}

/** The first value that passes a test which all beyond it pass too; Infinity where none does. */
function firstWhere(sorted: Float64Array, passes: (value: number) => boolean): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (passes(sorted[middle]!)) high = middle
    else low = middle + 1
  }
  return sorted[low] ?? Infinity
}

/** The last value below a limit, -Infinity where there is none. */
function lastBelow(sorted: Float64Array, limit: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < limit) low = middle + 1
    else high = middle
  }
  return sorted[low - 1] ?? -Infinity
}

/** Where false accept and false reject rate are equal, interpolated between the two points around it. */
export function equalErrorRate(points: readonly OperatingPoint[]): EqualError {
  const excess = ({ falseAccept, trueAccept }: OperatingPoint) => falseAccept - (1 - trueAccept)
  const after = points.findIndex((point) => excess(point) >= 0)
  const high = points[after]
  const low = points[after - 1]
  if (!high || !low) throw new RangeError('the curve does not reach from 0 to 1')
  const share = -excess(low) / (excess(high) - excess(low))
  return { rate: low.falseAccept + share * (high.falseAccept - low.falseAccept), threshold: high.threshold }
}

/**
 * The largest threshold that accepts no more than a share `target` of the impostor pairs. -Infinity where even the nearest
 * impostor would be too many.
 */
export function thresholdAt({ genuine, impostor }: PairDistances, target: number): number {
  const allowed = Math.floor(target * impostor.length + 1e-9)
  const limit = impostor[allowed] ?? Infinity
  return Math.max(lastBelow(genuine, limit), lastBelow(impostor, limit))
}

/**
 * The lowest false accept rate the pairs can vouch for at 95 %: with no error in n pairs the rate may still be 3/n (the rule
 * of three).
 */
export function lowestFalseAccept(impostors: number): number {
  return Math.min(1, 3 / impostors)
}
