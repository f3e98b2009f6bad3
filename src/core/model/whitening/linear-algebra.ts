/**
 * The little dense linear algebra that the whitening head needs. Nearly all of its time goes into inner products of
 * contiguous rows, see products.ts; what is left to JavaScript are the triangles on the diagonal. Matrices are row-major
 * with `n` columns and a multiple of four rows, see `padded`.
 */
import { BLOCK, products, type Panel } from './products.ts'

/** The next multiple of four. */
export function padded(n: number): number {
  return (n + 3) & ~3
}

/** out[4 p + q] = row p of `a` (from offset `a0`) times row q of `b` (from `b0`), columns from..to-1. */
function dots(
  a: Float64Array,
  a0: number,
  b: Float64Array,
  b0: number,
  n: number,
  from: number,
  to: number,
  out: Float64Array,
): void {
  let [s0, s1, s2, s3, s4, s5, s6, s7] = [0, 0, 0, 0, 0, 0, 0, 0]
  let [s8, s9, s10, s11, s12, s13, s14, s15] = [0, 0, 0, 0, 0, 0, 0, 0]
  const [a1, a2, a3] = [a0 + n, a0 + 2 * n, a0 + 3 * n]
  const [b1, b2, b3] = [b0 + n, b0 + 2 * n, b0 + 3 * n]
  for (let k = from; k < to; k++) {
    const x0 = a[a0 + k] as number
    const x1 = a[a1 + k] as number
    const x2 = a[a2 + k] as number
    const x3 = a[a3 + k] as number
    const y0 = b[b0 + k] as number
    const y1 = b[b1 + k] as number
    const y2 = b[b2 + k] as number
    const y3 = b[b3 + k] as number
    s0 += x0 * y0
    s1 += x0 * y1
    s2 += x0 * y2
    s3 += x0 * y3
    s4 += x1 * y0
    s5 += x1 * y1
    s6 += x1 * y2
    s7 += x1 * y3
    s8 += x2 * y0
    s9 += x2 * y1
    s10 += x2 * y2
    s11 += x2 * y3
    s12 += x3 * y0
    s13 += x3 * y1
    s14 += x3 * y2
    s15 += x3 * y3
  }
  out[0] = s0
  out[1] = s1
  out[2] = s2
  out[3] = s3
  out[4] = s4
  out[5] = s5
  out[6] = s6
  out[7] = s7
  out[8] = s8
  out[9] = s9
  out[10] = s10
  out[11] = s11
  out[12] = s12
  out[13] = s13
  out[14] = s14
  out[15] = s15
}

/** x xᵀ of [rows, n], both triangles. @param rows a multiple of four */
export function gram(x: Float64Array, rows: number, n: number): Float64Array {
  const result = new Float64Array(rows * rows)
  for (const i of blocks(0, rows))
    for (const j of blocks(0, i.end)) {
      const tile = products(panel(x, n, i), panel(x, n, j), 0, n)
      const width = j.end - j.start
      for (let p = i.start; p < i.end; p++) {
        const row = tile.subarray((p - i.start) * width, (p - i.start + 1) * width)
        result.set(row, p * rows + j.start)
        if (j.start < i.start) for (let q = 0; q < width; q++) result[(j.start + q) * rows + p] = row[q] as number
      }
    }
  return result
}

/** a bᵀ of [rows, n] and [columns, n]: [rows, columns]. @param rows, columns multiples of four */
export function timesTransposed(
  a: Float64Array,
  rows: number,
  b: Float64Array,
  columns: number,
  n: number,
): Float64Array {
  const result = new Float64Array(rows * columns)
  for (const i of blocks(0, rows))
    for (const j of blocks(0, columns)) {
      const tile = products(panel(a, n, i), panel(b, n, j), 0, n)
      const width = j.end - j.start
      for (let p = i.start; p < i.end; p++)
        result.set(tile.subarray((p - i.start) * width, (p - i.start + 1) * width), p * columns + j.start)
    }
  return result
}

interface Range {
  readonly start: number
  readonly end: number
}

function blocks(from: number, to: number): Range[] {
  const count = Math.ceil((to - from) / BLOCK)
  return Array.from({ length: count }, (_, i) => ({
    start: from + i * BLOCK,
    end: Math.min(from + (i + 1) * BLOCK, to),
  }))
}

function panel(data: Float64Array, stride: number, { start, end }: Range): Panel {
  return { data, stride, first: start, rows: end - start }
}

/** target[rows, columns] -= the inner products of rows of `x` and of rows of `y`, as far as columns from..to-1. */
function subtractProducts(
  x: Float64Array,
  rows: Range,
  y: Float64Array,
  columns: Range,
  n: number,
  from: number,
  to: number,
): void {
  if (from >= to) return
  const tile = products(panel(x, n, rows), panel(y, n, columns), from, to)
  const width = columns.end - columns.start
  let k = 0
  for (let row = rows.start; row < rows.end; row++) {
    const at = row * n + columns.start
    for (let i = 0; i < width; i++) x[at + i] = (x[at + i] as number) - (tile[k++] as number)
  }
}

const scratch = new Float64Array(16)

/** Rows r..r+3 of `b` become L⁻¹ times them, columns from..to-1, where columns before `from` are 0 or dealt with. */
function forwardFour(l: Float64Array, b: Float64Array, n: number, r: number, from: number, to: number): void {
  for (let j = from; j < to; j += 4) {
    dots(b, r * n, l, j * n, n, from, j, scratch)
    for (let p = 0; p < 4; p++) {
      const row = (r + p) * n + j
      for (let q = 0; q < 4; q++) {
        const pivots = (j + q) * n + j
        let value = (b[row + q] as number) - (scratch[4 * p + q] as number)
        for (let k = 0; k < q; k++) value -= (b[row + k] as number) * (l[pivots + k] as number)
        b[row + q] = value / (l[pivots + q] as number)
      }
    }
  }
}

/** The same for a block of rows. */
function forwardBlock(l: Float64Array, b: Float64Array, n: number, rows: Range, from: number, to: number): void {
  for (const columns of blocks(from, to)) {
    subtractProducts(b, rows, l, columns, n, from, columns.start)
    for (let r = rows.start; r < rows.end; r += 4) forwardFour(l, b, n, r, columns.start, columns.end)
  }
}

/** Replaces every row of `b` by L⁻¹ times it. @param l lower triangular [n, n] @param b [rows, n], rows a multiple of 4 */
export function solveRows(l: Float64Array, b: Float64Array, rows: number, n: number): void {
  for (const block of blocks(0, rows)) forwardBlock(l, b, n, block, 0, n)
}

/**
 * Cholesky factor in place: the lower triangle becomes L with s = L Lᵀ; the upper one is no longer of use.
 * @param s symmetric [n, n], n a multiple of four @throws Error when it is not positive definite
 */
export function cholesky(s: Float64Array, n: number): void {
  for (const block of blocks(0, n)) {
    forwardBlock(s, s, n, block, 0, block.start)
    subtractProducts(s, block, s, block, n, 0, block.start)
    factorTriangle(s, n, block)
  }
}

/** Cholesky factor of a block on the diagonal. */
function factorTriangle(s: Float64Array, n: number, { start, end }: Range): void {
  const tile = new Float64Array(16)
  for (let i = start; i < end; i += 4) {
    forwardFour(s, s, n, i, start, i)
    dots(s, i * n, s, i * n, n, start, i, tile)
    for (let p = 0; p < 4; p++)
      for (let q = 0; q <= p; q++) {
        const at = (i + p) * n + i
        let value = (s[at + q] as number) - (tile[4 * p + q] as number)
        for (let k = 0; k < q; k++) value -= (s[at + k] as number) * (s[(i + q) * n + i + k] as number)
        if (p === q && !(value > 0)) throw new Error('the matrix is not positive definite')
        s[at + q] = p === q ? Math.sqrt(value) : value / (s[(i + q) * n + i + q] as number)
      }
  }
}

/** Inverse of a lower triangular matrix, itself lower triangular. @param l [n, n], n a multiple of four */
export function invertLower(l: Float64Array, n: number): Float64Array {
  // Row j of the transposed inverse solves L w = e_j and is 0 before j.
  const transposed = new Float64Array(n * n)
  for (let i = 0; i < n; i++) transposed[i * n + i] = 1
  for (const block of blocks(0, n)) forwardBlock(l, transposed, n, block, block.start, n)
  const inverse = new Float64Array(n * n)
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) inverse[i * n + j] = transposed[j * n + i] as number
  return inverse
}
