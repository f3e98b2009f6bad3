/** Fewer points that look the same: what a screen of a few hundred columns can show of a hundred thousand steps. */

/** First index of ascending `x` whose value is at least `value`. */
function firstFrom(x: ArrayLike<number>, value: number): number {
  let low = 0
  let high = x.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (x[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Indices of the points to draw of an ascending `x`: those within the range and one to either side, or, where they are
 * more than `most`, the first, lowest, highest and last of every stretch, so that no peak and no gap is lost.
 */
export function pointsToDraw(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  most: number,
  [from, to]: readonly [number, number] = [-Infinity, Infinity],
): number[] {
  const start = Math.max(0, firstFrom(x, from) - 1)
  let end = firstFrom(x, to)
  end = Math.min(x.length, end + 1)
  const count = end - start
  if (count <= most) return Array.from({ length: count }, (_, i) => start + i)
  const stretches = Math.max(1, Math.floor(most / 4))
  const kept: number[] = []
  for (let i = 0; i < stretches; i++) {
    const first = start + Math.floor((i * count) / stretches)
    const last = start + Math.floor(((i + 1) * count) / stretches) - 1
    let low = first
    let high = first
    let gap = -1
    for (let at = first; at <= last; at++) {
      const value = y[at]!
      if (Number.isNaN(value)) gap = at
      // A comparison with NaN is false, so that it neither stays lowest nor becomes it.
      if (!(y[low]! <= value) && !Number.isNaN(value)) low = at
      if (!(y[high]! >= value) && !Number.isNaN(value)) high = at
    }
    const chosen = new Set(gap < 0 ? [first, low, high, last] : [first, low, high, last, gap])
    kept.push(...[...chosen].sort((a, b) => a - b))
  }
  return kept
}
