/** Eigenvectors of symmetric matrices: all of a small one, the first few of a large one. */
import { Rng } from '../../shared/random.ts'
import { padded, timesTransposed } from '../model/whitening/linear-algebra.ts'

/** Vectors iterated beyond those asked for: what is left of an error shrinks with the eigenvalues behind them. */
const SPARE = 10
const MOST_ITERATIONS = 300
/** Length of C v - λ v, in multiples of the largest eigenvalue, below which a vector counts as found. */
const TOLERANCE = 1e-9

export interface Eigen {
  /** Largest first. */
  readonly values: Float64Array
  /** [count, n], a vector a row, of unit length. */
  readonly vectors: Float64Array
}

/** All eigenvectors of a small symmetric matrix, by Jacobi's rotations. @param matrix [n, n], left as it is */
export function jacobi(matrix: Float64Array, n: number): Eigen {
  const a = matrix.slice()
  const v = new Float64Array(n * n)
  for (let i = 0; i < n; i++) v[i * n + i] = 1
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0
    let all = 0
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const square = a[i * n + j]! ** 2
        all += square
        if (i !== j) off += square
      }
    if (off <= 1e-30 * all) break
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q)
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[j * n + j]! - a[i * n + i]!)
  const vectors = new Float64Array(n * n)
  order.forEach((from, to) => vectors.set(v.subarray(from * n, from * n + n), to * n))
  return { values: Float64Array.from(order, (i) => a[i * n + i]!), vectors }
}

/** One rotation that makes a[p, q] zero; rows of `v` turn with it. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q]!
  if (apq === 0) return
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * apq)
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  for (let k = 0; k < n; k++) {
    const x = a[k * n + p]!
    const y = a[k * n + q]!
    a[k * n + p] = c * x - s * y
    a[k * n + q] = s * x + c * y
  }
  turnRows(a, n, p, q, c, s)
  turnRows(v, n, p, q, c, s)
}

function turnRows(a: Float64Array, n: number, p: number, q: number, c: number, s: number): void {
  for (let k = 0; k < n; k++) {
    const x = a[p * n + k]!
    const y = a[q * n + k]!
    a[p * n + k] = c * x - s * y
    a[q * n + k] = s * x + c * y
  }
}

/** Makes rows orthonormal, in place, twice over because once leaves rounding behind; a row that vanishes becomes 0. */
function orthonormalise(rows: Float64Array, count: number, n: number): void {
  for (let pass = 0; pass < 2; pass++) {
    for (let i = 0; i < count; i++) {
      const row = rows.subarray(i * n, i * n + n)
      for (let j = 0; j < i; j++) {
        const other = rows.subarray(j * n, j * n + n)
        let dot = 0
        for (let k = 0; k < n; k++) dot += row[k]! * other[k]!
        for (let k = 0; k < n; k++) row[k]! -= dot * other[k]!
      }
      let square = 0
      for (let k = 0; k < n; k++) square += row[k]! ** 2
      const scale = square > 0 ? 1 / Math.sqrt(square) : 0
      for (let k = 0; k < n; k++) row[k]! *= scale
    }
  }
}

/** vectors [count, count] times rows [count, n]. */
function combine(vectors: Float64Array, rows: Float64Array, count: number, n: number): Float64Array {
  const result = new Float64Array(count * n)
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      const factor = vectors[i * count + j]!
      for (let k = 0; k < n; k++) result[i * n + k]! += factor * rows[j * n + k]!
    }
  }
  return result
}

/**
 * The first eigenvectors of a symmetric positive semi-definite matrix, by subspace iteration with Rayleigh and Ritz's
 * projection (Golub and Van Loan, Matrix Computations, 8.2.4). The largest number of each vector is positive, so that a
 * map never comes out mirrored.
 * @param matrix [n, n], n a multiple of four @param breathe called once an iteration
 */
export async function firstEigen(
  matrix: Float64Array,
  n: number,
  wanted: number,
  breathe: () => Promise<void>,
): Promise<Eigen> {
  const count = Math.min(padded(wanted + SPARE), n)
  const rng = new Rng('eigen', n)
  let rows: Float64Array = Float64Array.from({ length: count * n }, () => rng.normal())
  let values = new Float64Array(count)
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    orthonormalise(rows, count, n)
    const images = timesTransposed(rows, count, matrix, n, n)
    const small = timesTransposed(images, count, rows, count, n)
    const turned = jacobi(small, count)
    values = Float64Array.from(turned.values)
    const vectors = combine(turned.vectors, rows, count, n)
    rows = combine(turned.vectors, images, count, n)
    const isFound = largestResidual(rows, vectors, values, wanted, n) <= TOLERANCE * (values[0] ?? 0)
    if (isFound || iteration === MOST_ITERATIONS - 1) rows = vectors
    if (isFound) break
    await breathe()
  }
  const vectors = rows.slice(0, wanted * n)
  for (let i = 0; i < wanted; i++) makePositive(vectors.subarray(i * n, i * n + n))
  return { values: values.slice(0, wanted), vectors }
}

function largestResidual(
  images: Float64Array,
  vectors: Float64Array,
  values: Float64Array,
  wanted: number,
  n: number,
): number {
  let largest = 0
  for (let i = 0; i < wanted; i++) {
    let square = 0
    for (let k = i * n; k < i * n + n; k++) square += (images[k]! - values[i]! * vectors[k]!) ** 2
    largest = Math.max(largest, Math.sqrt(square))
  }
  return largest
}

function makePositive(vector: Float64Array): void {
  let largest = 0
  for (const value of vector) if (Math.abs(value) > Math.abs(largest)) largest = value
  if (largest < 0) for (let k = 0; k < vector.length; k++) vector[k]! *= -1
}
