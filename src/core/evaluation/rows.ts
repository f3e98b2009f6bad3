import type { Codes } from '../../shared/evaluation.ts'

/** Rows kept in double precision: some classes' worth of supports. */
const HELD = 64

/**
 * Codes read as rows, and the mean of several supports in double precision. The loops over them meet one kind of array only:
 * one that meets two is compiled for neither.
 */
export class Rows {
  /** Numbers of the mean that `loadMean` brought. */
  readonly mean: Float64Array
  /** 1 / length of each row, NaN until asked for; a row of zeros has 0 and stays zero. */
  private readonly known: Float64Array | undefined
  private readonly codes: Codes
  /** Rows in double precision, scaled: whoever asks for one class after the other finds its pictures here. */
  private held: Float64Array
  /** Which row each place holds, and the place of each row, -1 for none. */
  private heldRows: Int32Array
  private readonly places: Int32Array
  private heldCount = 0
  /** Where the rows of a mean start in `held`. */
  private starts = new Int32Array(16)

  /** @param unit whether rows are brought to unit length */
  constructor(codes: Codes, unit: boolean) {
    this.codes = codes
    this.mean = new Float64Array(codes.size)
    this.known = unit ? new Float64Array(codes.count).fill(NaN) : undefined
    this.held = new Float64Array(0)
    this.heldRows = new Int32Array(0)
    this.places = new Int32Array(codes.count).fill(-1)
  }

  /**
   * Brings the mean of some rows to `mean`, again of unit length where asked.
   * @param from first of `indices` that counts, `count` of them
   * @returns what it must be multiplied with
   */
  loadMean(indices: ArrayLike<number>, from: number, count: number): number {
    const { size } = this.codes
    const { mean } = this
    if (this.starts.length < count) this.starts = new Int32Array(count)
    this.hold(count)
    const { starts, places } = this
    for (let i = 0; i < count; i++) {
      const index = indices[from + i]!
      const place = places[index]!
      starts[i] = (place < 0 ? this.bring(index) : place) * size
    }
    sumRows(mean, this.held, starts, count)
    return this.known ? inverse(squareOf(mean)) : 1 / count
  }

  /** What rows 0 to `count` - 1 are multiplied with. */
  scales(count: number): Float64Array {
    return Float64Array.from({ length: count }, (_, index) => this.scaleOf(index))
  }

  /** What a row is multiplied with. */
  scaleOf(index: number): number {
    const { known } = this
    if (!known) return 1
    const { data, size } = this.codes
    if (Number.isNaN(known[index]!)) known[index] = inverse(squareOfRow(data, index * size, size))
    return known[index]!
  }

  /** Makes room for as many rows more, and forgets all others where there is none: a mean must not lose one of its own. */
  private hold(count: number): void {
    if (this.heldCount + count <= this.heldRows.length) return
    for (let place = 0; place < this.heldCount; place++) this.places[this.heldRows[place]!] = -1
    this.heldCount = 0
    if (this.heldRows.length >= count) return
    const room = Math.max(HELD, count)
    this.held = new Float64Array(room * this.codes.size)
    this.heldRows = new Int32Array(room)
  }

  /** Brings a row to `held`. @returns its place */
  private bring(index: number): number {
    const { data, size } = this.codes
    const place = this.heldCount++
    this.heldRows[place] = index
    this.places[index] = place
    copyScaled(this.held, place * size, data, index * size, size, this.scaleOf(index))
    return place
  }
}

function copyScaled(
  into: Float64Array,
  to: number,
  data: Float32Array,
  start: number,
  size: number,
  scale: number,
): void {
  for (let i = 0; i < size; i++) into[to + i] = data[start + i]! * scale
}

/**
 * Several rows in one pass, so that the sum is fetched and stored once for all of them. The order of the additions is that of
 * one row after the other.
 */
function sumRows(sum: Float64Array, rows: Float64Array, starts: Int32Array, count: number): void {
  let row = 0
  if (count % 2 === 1) copyRow(sum, rows, starts[row++]!)
  else addPair(sum, rows, starts[row++]!, starts[row++]!)
  for (; row + 7 < count; row += 8) addEight(sum, rows, starts, row)
  if (row + 3 < count) addFour(sum, rows, starts, (row += 4) - 4)
  if (row + 1 < count) addTwo(sum, rows, starts[row]!, starts[row + 1]!)
}

function copyRow(sum: Float64Array, rows: Float64Array, start: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] = rows[start + i]!
}

function addPair(sum: Float64Array, rows: Float64Array, a: number, b: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] = rows[a + i]! + rows[b + i]!
}

function addTwo(sum: Float64Array, rows: Float64Array, a: number, b: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + rows[a + i]! + rows[b + i]!
}

function addFour(sum: Float64Array, rows: Float64Array, starts: Int32Array, at: number): void {
  const a = starts[at]!
  const b = starts[at + 1]!
  const c = starts[at + 2]!
  const d = starts[at + 3]!
  for (let i = 0; i < sum.length; i++) {
    sum[i] = sum[i]! + rows[a + i]! + rows[b + i]! + rows[c + i]! + rows[d + i]!
  }
}

function addEight(sum: Float64Array, rows: Float64Array, starts: Int32Array, at: number): void {
  const a = starts[at]!
  const b = starts[at + 1]!
  const c = starts[at + 2]!
  const d = starts[at + 3]!
  const e = starts[at + 4]!
  const f = starts[at + 5]!
  const g = starts[at + 6]!
  const h = starts[at + 7]!
  for (let i = 0; i < sum.length; i++) {
    const first = sum[i]! + rows[a + i]! + rows[b + i]! + rows[c + i]! + rows[d + i]!
    sum[i] = first + rows[e + i]! + rows[f + i]! + rows[g + i]! + rows[h + i]!
  }
}

function squareOfRow(data: Float32Array, start: number, size: number): number {
  let square = 0
  for (let i = start; i < start + size; i++) square += data[i]! * data[i]!
  return square
}

/** Four sums side by side, so that none has to wait for the addition before it. */
function squareOf(row: Float64Array): number {
  let one = 0
  let two = 0
  let three = 0
  let four = 0
  let i = 0
  for (; i + 3 < row.length; i += 4) {
    one += row[i]! * row[i]!
    two += row[i + 1]! * row[i + 1]!
    three += row[i + 2]! * row[i + 2]!
    four += row[i + 3]! * row[i + 3]!
  }
  for (; i < row.length; i++) one += row[i]! * row[i]!
  return one + two + (three + four)
}

function inverse(square: number): number {
  return square === 0 ? 0 : 1 / Math.sqrt(square)
}
