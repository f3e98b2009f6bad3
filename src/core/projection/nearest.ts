/** The nearest rows of every row, all pairs measured: no approximation, nothing drawn by lot. */
import { padded } from '../model/whitening/linear-algebra.ts'
import { BLOCK, products } from '../model/whitening/products.ts'
import { breathing } from './breath.ts'
import type { Watched } from './breath.ts'
import type { CodeRows, MapMetric } from './rows.ts'

/** Neighbours of every row. */
export interface Nearest {
  /** Row numbers of the k nearest others, nearest first, [count, k]. */
  readonly rows: Int32Array
  /** Their distances, [count, k]. */
  readonly distances: Float64Array
  readonly k: number
}

/**
 * The k nearest others of every row; count² / 2 distances are measured, in blocks.
 * @param k at most count - 1 @param metric `cosine` takes rows of unit length, or what a rotation made of them
 */
export async function nearestRows(
  { data, count, size }: CodeRows,
  k: number,
  metric: MapMetric,
  watched: Watched = {},
): Promise<Nearest> {
  const squares = new Float64Array(padded(count))
  for (let row = 0; row < count; row++) {
    for (let i = row * size; i < (row + 1) * size; i++) squares[row]! += data[i]! ** 2
  }
  const found = { rows: new Int32Array(count * k).fill(-1), distances: new Float64Array(count * k).fill(Infinity), k }
  const blocks = Math.ceil(count / BLOCK)
  const breathe = breathing(watched, (blocks * (blocks + 1)) / 2)
  const panel = (block: number) => {
    const first = block * BLOCK
    return { data, stride: size, first, rows: Math.min(BLOCK, padded(count) - first) }
  }
  let done = 0
  for (let i = 0; i < blocks; i++) {
    for (let j = 0; j <= i; j++) {
      const [a, b] = [panel(i), panel(j)]
      const tile = products(a, b, 0, size)
      for (let p = a.first; p < Math.min(a.first + a.rows, count); p++) {
        const start = (p - a.first) * b.rows - b.first
        for (let q = b.first; q < Math.min(b.first + b.rows, p); q++) {
          const square = Math.max(0, squares[p]! + squares[q]! - 2 * tile[start + q]!)
          if (square < found.distances[p * k + k - 1]!) insert(found, p, q, square)
          if (square < found.distances[q * k + k - 1]!) insert(found, q, p, square)
        }
      }
      await breathe(++done)
    }
  }
  const { distances } = found
  for (let i = 0; i < distances.length; i++) {
    distances[i] = metric === 'cosine' ? distances[i]! / 2 : Math.sqrt(distances[i]!)
  }
  return found
}

/** Puts a row among the nearest of another; of equals the one that came first stays before. */
function insert({ rows, distances, k }: Nearest, of: number, row: number, distance: number): void {
  let at = of * k + k - 1
  for (; at > of * k && distances[at - 1]! > distance; at--) {
    distances[at] = distances[at - 1]!
    rows[at] = rows[at - 1]!
  }
  distances[at] = distance
  rows[at] = row
}
