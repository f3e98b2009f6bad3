/** Shorter lists are sorted as the language does it. */
const SHORT = 10_000
/** Numbers in a bucket on average. */
const IN_BUCKET = 4
/** More in one bucket are sorted as the language does it: an insertion sort of them would take their square. */
const FULL = 48

/**
 * Numbers in ascending order, as `Float64Array.sort` gives them, in half the time where they are many: they are spread over
 * buckets of equal width first. The argument stays as it is.
 * @param values without NaN
 */
export function sortedNumbers(values: Float64Array): Float64Array {
  const { length } = values
  let low = Infinity
  let high = -Infinity
  for (let i = 0; i < length; i++) {
    const value = values[i]!
    if (value < low) low = value
    if (value > high) high = value
  }
  const buckets = Math.ceil(length / IN_BUCKET)
  const perUnit = (buckets - 1) / (high - low)
  if (length < SHORT || !(perUnit > 0 && Number.isFinite(perUnit))) return values.slice().sort()
  const ends = new Uint32Array(buckets)
  for (let i = 0; i < length; i++) ends[Math.floor((values[i]! - low) * perUnit)]!++
  for (let bucket = 1; bucket < buckets; bucket++) ends[bucket]! += ends[bucket - 1]!
  const sorted = new Float64Array(length)
  const next = ends.slice()
  for (let i = length - 1; i >= 0; i--) sorted[--next[Math.floor((values[i]! - low) * perUnit)]!] = values[i]!
  for (let bucket = 0; bucket < buckets; bucket++) sortPart(sorted, next[bucket]!, ends[bucket]!)
  return sorted
}

function sortPart(values: Float64Array, start: number, end: number): void {
  if (end - start > FULL) {
    values.subarray(start, end).sort()
    return
  }
  for (let i = start + 1; i < end; i++) {
    const value = values[i]!
    let at = i - 1
    while (at >= start && values[at]! > value) {
      values[at + 1] = values[at]!
      at--
    }
    values[at + 1] = value
  }
}
