/**
 * Same or different? What a threshold on the distance does to genuine pairs (one class) and impostor pairs (two classes). A
 * pair is accepted when its distance is at most the threshold. Terms as in ISO/IEC 19795-1. Pure, so the page computes it too.
 */

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
    const sorted = Float64Array.from(values)
      .filter((value) => !Number.isNaN(value))
      .sort()
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
  const points: OperatingPoint[] = [{ threshold: -Infinity, falseAccept: 0, trueAccept: 0 }]
  let g = 0
  let i = 0
  while (g < genuine.length || i < impostor.length) {
    const threshold = Math.min(genuine[g] ?? Infinity, impostor[i] ?? Infinity)
    while (g < genuine.length && genuine[g]! <= threshold) g++
    while (i < impostor.length && impostor[i]! <= threshold) i++
    points.push({ threshold, falseAccept: i / impostor.length, trueAccept: g / genuine.length })
  }
  return points
}

/**
 * At most `limit` points that look the same: the ends, and where false accepts pass steps evenly spread over the curve and,
 * for DET plots, over the decades below 1 %.
 */
export function thinRoc(points: readonly OperatingPoint[], limit: number): OperatingPoint[] {
  if (points.length <= limit) return [...points]
  const kept: OperatingPoint[] = []
  // Distance along the curve, with small false accept rates stretched: what a plot shows at any scale.
  const along = (point: OperatingPoint) =>
    point.trueAccept + point.falseAccept + Math.log10(1 + 1e4 * point.falseAccept) / 4
  const last = points[points.length - 1]!
  const step = along(last) / (limit - 2)
  let next = 0
  for (const point of points) {
    if (along(point) < next) continue
    kept.push(point)
    next = along(point) + step
  }
  if (kept[kept.length - 1] !== last) kept.push(last)
  return kept
}

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

/** Where false accept and false reject rate are equal, interpolated between the two points around it. */
export function equalErrorRate(points: readonly OperatingPoint[]): {
  readonly rate: number
  readonly threshold: number
} {
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
  const below = (sorted: Float64Array) => {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (sorted[middle]! < limit) low = middle + 1
      else high = middle
    }
    return sorted[low - 1] ?? -Infinity
  }
  return Math.max(below(genuine), below(impostor))
}

/**
 * The lowest false accept rate the pairs can vouch for at 95 %: with no error in n pairs the rate may still be 3/n (the rule
 * of three).
 */
export function lowestFalseAccept(impostors: number): number {
  return Math.min(1, 3 / impostors)
}
