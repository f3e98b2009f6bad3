/** The weighted graph of neighbours that UMAP lays out (McInnes, Healy and Melville 2018, algorithms 2 and 3). */
import type { Nearest } from '../nearest.ts'

const STEPS = 64
const TOLERANCE = 1e-5
/** A width is at least this share of the mean distance, lest a row of copies knows nobody else. */
const LEAST_SHARE = 1e-3

/** Edges both ways: `from[e]` to `to[e]` with weight 0..1. */
export interface Graph {
  readonly from: Int32Array
  readonly to: Int32Array
  readonly weight: Float64Array
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return values.length === 0 ? 0 : sum / values.length
}

/** Width of a row's neighbourhood: the one at which the closenesses sum to log2 of the neighbours, itself included. */
function widthOf(distances: Float64Array, nearest: number, overall: number): number {
  const target = Math.log2(distances.length + 1)
  let [low, high, width] = [0, Infinity, 1]
  for (let step = 0; step < STEPS; step++) {
    let sum = 0
    for (const distance of distances) sum += distance > nearest ? Math.exp(-(distance - nearest) / width) : 1
    if (Math.abs(sum - target) < TOLERANCE) break
    if (sum > target) {
      high = width
      width = (low + high) / 2
    } else {
      low = width
      width = high === Infinity ? width * 2 : (low + high) / 2
    }
  }
  return Math.max(width, LEAST_SHARE * (nearest > 0 ? meanOf(distances) : overall))
}

/** How strongly each row holds each of its neighbours, 0..1, [count, k]. */
export function memberships({ distances, k }: Nearest): Float64Array {
  const overall = meanOf(distances)
  const result = new Float64Array(distances.length)
  for (let start = 0; start < distances.length; start += k) {
    const own = distances.subarray(start, start + k)
    // Copies at distance 0 are no measure of how dense it is here.
    const nearest = own.find((distance) => distance > 0) ?? 0
    const width = widthOf(own, nearest, overall)
    for (let i = 0; i < k; i++) {
      const beyond = own[i]! - nearest
      result[start + i] = beyond <= 0 || width === 0 ? 1 : Math.exp(-beyond / width)
    }
  }
  return result
}

/** Joins both views of an edge: a + b - ab, the probability that at least one of them holds. */
export function fuzzyGraph(nearest: Nearest): Graph {
  const { rows, k } = nearest
  const strength = memberships(nearest)
  const count = rows.length / k
  const joined = new Map<number, number>()
  for (let row = 0; row < count; row++) {
    for (let i = row * k; i < (row + 1) * k; i++) {
      const other = rows[i]!
      if (other < 0 || strength[i] === 0) continue
      const key = Math.min(row, other) * count + Math.max(row, other)
      const known = joined.get(key) ?? 0
      joined.set(key, known + strength[i]! - known * strength[i]!)
    }
  }
  const edges = joined.size
  const graph = { from: new Int32Array(2 * edges), to: new Int32Array(2 * edges), weight: new Float64Array(2 * edges) }
  let at = 0
  for (const [key, weight] of joined) {
    const [low, high] = [Math.floor(key / count), key % count]
    graph.from.set([low, high], at)
    graph.to.set([high, low], at)
    graph.weight.set([weight, weight], at)
    at += 2
  }
  return graph
}
