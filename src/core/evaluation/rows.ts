import type { Codes } from '../../shared/evaluation.ts'

/**
 * Codes read as rows: a query and the mean of its supports are brought to two buffers, side by side and in double precision,
 * so that the loops over them meet one kind of array only (a loop that meets two is compiled for neither).
 */
export class Rows {
  /** Numbers of the row that `load` brought. */
  readonly query: Float64Array
  /** Numbers of the mean that `loadMean` brought. */
  readonly mean: Float64Array
  /** 1 / length of each row, NaN until asked for; a row of zeros has 0 and stays zero. */
  private readonly known: Float64Array | undefined
  private readonly codes: Codes
  private loaded = -1
  /** Where the rows of a mean start, and their scales. */
  private starts = new Int32Array(16)
  private scaled = new Float64Array(16)

  /** @param unit whether rows are brought to unit length */
  constructor(codes: Codes, unit: boolean) {
    this.codes = codes
    this.query = new Float64Array(codes.size)
    this.mean = new Float64Array(codes.size)
    this.known = unit ? new Float64Array(codes.count).fill(NaN) : undefined
  }

  /** Brings a row to `query`. @returns what it must be multiplied with */
  load(index: number): number {
    const { data, size } = this.codes
    if (index !== this.loaded) copy(this.query, data, index * size)
    this.loaded = index
    return this.scaleOf(index)
  }

  /**
   * Brings the mean of some rows to `mean`, again of unit length where asked.
   * @param from first of `indices` that counts, `count` of them
   * @returns what it must be multiplied with
   */
  loadMean(indices: ArrayLike<number>, from: number, count: number): number {
    const { data, size } = this.codes
    const { mean } = this
    if (count === 1) {
      const index = indices[from]!
      copy(mean, data, index * size)
      return this.scaleOf(index)
    }
    if (this.starts.length < count) this.grow(count)
    const { starts, scaled } = this
    for (let i = 0; i < count; i++) {
      const index = indices[from + i]!
      starts[i] = index * size
      scaled[i] = this.scaleOf(index)
    }
    mean.fill(0)
    let i = 0
    for (; i + 7 < count; i += 8) addEight(mean, data, starts, scaled, i)
    if (i + 3 < count) addFour(mean, data, starts, scaled, (i += 4) - 4)
    if (i + 1 < count) addTwo(mean, data, starts, scaled, (i += 2) - 2)
    if (i < count) addScaled(mean, data, starts[i]!, scaled[i]!)
    return this.known ? inverse(squareOf(mean)) : 1 / count
  }

  /** What rows 0 to `count` - 1 are multiplied with. */
  scales(count: number): Float64Array {
    return Float64Array.from({ length: count }, (_, index) => this.scaleOf(index))
  }

  private scaleOf(index: number): number {
    const { known } = this
    if (!known) return 1
    const { data, size } = this.codes
    if (Number.isNaN(known[index]!)) known[index] = inverse(squareOfRow(data, index * size, size))
    return known[index]!
  }

  private grow(count: number): void {
    this.starts = new Int32Array(count)
    this.scaled = new Float64Array(count)
  }
}

function copy(into: Float64Array, data: Float32Array, start: number): void {
  for (let i = 0; i < into.length; i++) into[i] = data[start + i]!
}

function addScaled(sum: Float64Array, data: Float32Array, start: number, scale: number): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += data[start + i]! * scale
}

// Several rows in one pass: the sum is fetched and stored once for all of them, and the memory brings them side by side. The
// order of the additions is that of one row after the other, so the sums are the same to the last bit.

function addTwo(sum: Float64Array, data: Float32Array, rows: Int32Array, scales: Float64Array, at: number): void {
  const [a, b] = [rows[at]!, rows[at + 1]!]
  const [p, q] = [scales[at]!, scales[at + 1]!]
  for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + data[a + i]! * p + data[b + i]! * q
}

function addFour(sum: Float64Array, data: Float32Array, rows: Int32Array, scales: Float64Array, at: number): void {
  const [a, b, c, d] = [rows[at]!, rows[at + 1]!, rows[at + 2]!, rows[at + 3]!]
  const [p, q, r, s] = [scales[at]!, scales[at + 1]!, scales[at + 2]!, scales[at + 3]!]
  for (let i = 0; i < sum.length; i++) {
    sum[i] = sum[i]! + data[a + i]! * p + data[b + i]! * q + data[c + i]! * r + data[d + i]! * s
  }
}

function addEight(sum: Float64Array, data: Float32Array, rows: Int32Array, scales: Float64Array, at: number): void {
  const [a, b, c, d] = [rows[at]!, rows[at + 1]!, rows[at + 2]!, rows[at + 3]!]
  const [e, f, g, h] = [rows[at + 4]!, rows[at + 5]!, rows[at + 6]!, rows[at + 7]!]
  const [p, q, r, s] = [scales[at]!, scales[at + 1]!, scales[at + 2]!, scales[at + 3]!]
  const [t, u, v, w] = [scales[at + 4]!, scales[at + 5]!, scales[at + 6]!, scales[at + 7]!]
  for (let i = 0; i < sum.length; i++) {
    const first = sum[i]! + data[a + i]! * p + data[b + i]! * q + data[c + i]! * r + data[d + i]! * s
    sum[i] = first + data[e + i]! * t + data[f + i]! * u + data[g + i]! * v + data[h + i]! * w
  }
}

function squareOfRow(data: Float32Array, start: number, size: number): number {
  let square = 0
  for (let i = start; i < start + size; i++) square += data[i]! * data[i]!
  return square
}

function squareOf(row: Float64Array): number {
  let square = 0
  for (let i = 0; i < row.length; i++) square += row[i]! * row[i]!
  return square
}

function inverse(square: number): number {
  return square === 0 ? 0 : 1 / Math.sqrt(square)
}
