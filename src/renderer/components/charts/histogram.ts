/** Distances of pairs, counted. */
import type { Series } from './series.ts'

export interface Histogram {
  /** Ascending, one more than there are bins. */
  readonly edges: readonly number[]
  /** Share of each group's values in each bin. */
  readonly shares: readonly (readonly number[])[]
}

/** A width that reads well, no smaller than `rough`. */
function roundWidth(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  return ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power
}

/**
 * Groups of values in common bins with round edges; numbers that are none are left out.
 * @param about how many bins
 */
export function histogram(groups: readonly ArrayLike<number>[], about = 20): Histogram | undefined {
  const finite = groups.map((group) => Array.from(group).filter(Number.isFinite))
  const all = finite.flat()
  if (all.length === 0) return undefined
  const low = all.reduce((a, b) => Math.min(a, b))
  const high = all.reduce((a, b) => Math.max(a, b))
  const width = roundWidth((high - low || Math.abs(high) || 1) / about)
  const first = Math.floor(low / width)
  const bins = Math.floor(high / width) - first + 1
  const edges = Array.from({ length: bins + 1 }, (_, i) => Number(((first + i) * width).toPrecision(12)))
  const shares = finite.map((values) => {
    const counts = new Array<number>(bins).fill(0)
    for (const value of values) {
      const bin = Math.min(bins - 1, Math.max(0, Math.floor(value / width) - first))
      counts[bin] = counts[bin]! + 1
    }
    return counts.map((each) => (values.length === 0 ? 0 : each / values.length))
  })
  return { edges, shares }
}

/** The histogram as lines for a chart, one for each group. */
export function histogramSeries(
  { edges, shares }: Histogram,
  groups: readonly Pick<Series, 'label' | 'colour' | 'dashed'>[],
): Series[] {
  return groups.map((group, i) => ({
    ...group,
    x: edges,
    // The last edge closes the last bin.
    y: [...(shares[i] ?? []), 0],
    isStepped: true,
    isFilled: true,
  }))
}
