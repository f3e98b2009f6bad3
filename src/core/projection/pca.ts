/** Principal components of codes (Pearson 1901): the directions in which they differ most. */
import { gram, padded } from '../model/whitening/linear-algebra.ts'
import { breathing } from './breath.ts'
import type { Watched } from './breath.ts'
import { firstEigen } from './eigen.ts'
import type { CodeRows } from './rows.ts'

/** Rows whose products are summed at a time: enough for the fast loops, little memory. */
const AT_ONCE = 512

export interface Components {
  /** Rows in the new directions, [padded(count), components], centred. */
  readonly rows: CodeRows
  /** Share of the whole variance each direction holds, 0..1; 0 where all codes are equal. */
  readonly shares: readonly number[]
}

/**
 * Principal components of rows, exact to rounding, from the whole covariance.
 * @param count components; at most the size of a code is given
 */
export async function principalComponents(rows: CodeRows, count: number, watched: Watched = {}): Promise<Components> {
  const { size } = rows
  const n = padded(size)
  const wanted = Math.min(count, size)
  const parts = Math.ceil(rows.count / AT_ONCE)
  // The search for the directions counts as one part more.
  const breathe = breathing(watched, parts + 1)
  const mean = meanRow(rows)
  const covariance = new Float64Array(n * n)
  for (let part = 0; part < parts; part++) {
    const products = gram(centredColumns(rows, mean, part * AT_ONCE, n), n, AT_ONCE)
    for (let i = 0; i < covariance.length; i++) covariance[i]! += products[i]! / rows.count
    await breathe(part + 1)
  }
  const { values, vectors } = await firstEigen(covariance, n, wanted, () => breathe(parts))
  let variance = 0
  for (let i = 0; i < size; i++) variance += covariance[i * n + i]!
  const shares = [...values].map((value) => (variance > 0 ? Math.min(1, Math.max(0, value / variance)) : 0))
  const found = project(rows, mean, vectors, wanted, n)
  await breathe(parts + 1)
  return { rows: found, shares }
}

function meanRow({ data, count, size }: CodeRows): Float64Array {
  const mean = new Float64Array(size)
  for (let row = 0; row < count; row++) for (let i = 0; i < size; i++) mean[i]! += data[row * size + i]!
  return mean.map((sum) => sum / Math.max(1, count))
}

/** Rows from `first` on as columns [n, AT_ONCE]; columns beyond the last row are 0. */
function centredColumns({ data, count, size }: CodeRows, mean: Float64Array, first: number, n: number): Float64Array {
  const columns = new Float64Array(n * AT_ONCE)
  const last = Math.min(first + AT_ONCE, count)
  for (let row = first; row < last; row++) {
    for (let i = 0; i < size; i++) columns[i * AT_ONCE + row - first] = data[row * size + i]! - mean[i]!
  }
  return columns
}

function project(
  { data, count, size }: CodeRows,
  mean: Float64Array,
  vectors: Float64Array,
  components: number,
  n: number,
): CodeRows {
  const rows = new Float64Array(padded(count) * components)
  for (let row = 0; row < count; row++) {
    for (let c = 0; c < components; c++) {
      let sum = 0
      for (let i = 0; i < size; i++) sum += (data[row * size + i]! - mean[i]!) * vectors[c * n + i]!
      rows[row * components + c] = sum
    }
  }
  return { data: rows, count, size: components }
}
