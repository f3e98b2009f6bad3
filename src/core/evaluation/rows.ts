import type { Codes } from '../../shared/evaluation.ts'
import { openLoops, STEP } from './row-loops.ts'
import type { RowLoops } from './row-loops.ts'
import { Shelf } from './shelf.ts'

/** Supports in memory: some classes' worth. Whoever asks for one class after the other finds its pictures there. */
const SUPPORTS = 64
/** Queries in memory, at most: those of the trials that are scored at once. */
export const QUERIES = 1024
const QUERY_BYTES = 2 ** 26
/** Where the mean lies, behind the addresses of the rows it is made of and its own. */
const MEAN = Math.ceil(((SUPPORTS + 1) * 4) / STEP) * STEP

const kept = new WeakMap<Codes, { plain?: Rows; unit?: Rows }>()

/** Codes read as rows, and rows beside others in double precision, by loops that take two numbers at a time. */
export class Rows {
  private readonly codes: Codes
  /** 1 / length of each row, NaN until asked for; a row of zeros has 0 and stays zero. */
  private readonly known: Float64Array | undefined
  private readonly weight: Float32Array | undefined
  private readonly name = Symbol('rows')
  private readonly supports: Shelf
  private readonly queries: Shelf
  /** Bytes of a row in double precision: zeros fill it up. */
  private readonly bytes: number
  /** Where in memory lie the weights or a row on its way to the supports, the supports, and the queries. */
  private readonly rawAt: number
  private readonly supportsFrom: number
  private readonly queriesFrom: number
  /** The memory, while it is ours. */
  private list = new Int32Array(0)
  private numbers = new Float32Array(0)

  /**
   * @param unit whether rows are brought to unit length
   * @param weight of each number, for `apart`
   */
  constructor(codes: Codes, unit: boolean, weight?: Float32Array) {
    this.codes = codes
    this.weight = weight
    this.known = unit ? new Float64Array(codes.count).fill(NaN) : undefined
    this.bytes = Math.max(1, Math.ceil((codes.size * 8) / STEP)) * STEP
    this.rawAt = MEAN + this.bytes
    this.supportsFrom = this.rawAt + this.bytes / 2
    this.queriesFrom = this.supportsFrom + SUPPORTS * this.bytes
    this.supports = new Shelf(codes.count, SUPPORTS)
    this.queries = new Shelf(codes.count, Math.max(1, Math.min(QUERIES, Math.floor(QUERY_BYTES / this.bytes))))
  }

  /** Made once for each codes: their lengths stay known. */
  static of(codes: Codes, unit: boolean): Rows {
    let both = kept.get(codes)
    if (!both) kept.set(codes, (both = {}))
    return (both[unit ? 'unit' : 'plain'] ??= new Rows(codes, unit))
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

  /**
   * Inner product of a row with the mean of some others, that again of unit length where asked.
   * @param from first of `supports` that counts, `count` of them
   */
  timesMean(query: number, supports: ArrayLike<number>, from: number, count: number): number {
    const loops = this.open()
    const scale = this.loadMean(loops, supports, from, count)
    return loops.dot(this.addressOf(query), MEAN, this.bytes) * (scale * this.scaleOf(query))
  }

  /** Euclidean distance of a row to the mean of some others, as `timesMean`. */
  farFromMean(query: number, supports: ArrayLike<number>, from: number, count: number): number {
    const loops = this.open()
    const scale = this.loadMean(loops, supports, from, count)
    return Math.sqrt(loops.far(this.addressOf(query), this.scaleOf(query), MEAN, scale, this.bytes))
  }

  /** How far two rows lie apart in each number, times its weight, summed up. */
  apart(query: number, support: number): number {
    const loops = this.open()
    this.supports.makeRoom(1)
    return loops.apart(this.addressOf(query), this.addressOfSupport(loops, support), MEAN, this.bytes)
  }

  private open(): RowLoops {
    return openLoops(this.name, this.queriesFrom + (this.queries.capacity * this.bytes) / 2, this.takeOver)
  }

  private takeOver = ({ memory, widen }: RowLoops): void => {
    this.list = new Int32Array(memory.buffer)
    this.numbers = new Float32Array(memory.buffer)
    this.supports.clear()
    this.queries.clear()
    if (!this.weight) return
    this.copy(this.weight, 0, this.rawAt)
    widen(this.rawAt, 1, MEAN, this.bytes)
  }

  /** Brings the sum of some rows to where the mean lies. @returns what it must be multiplied with */
  private loadMean(loops: RowLoops, indices: ArrayLike<number>, from: number, count: number): number {
    const { list } = this
    let square = 0
    for (let done = 0; done < count; done += SUPPORTS) {
      const part = Math.min(SUPPORTS, count - done)
      this.supports.makeRoom(part)
      // What was summed already is the first row of the next part.
      let length = 0
      if (done > 0) list[length++] = MEAN
      for (let i = from + done; i < from + done + part; i++) list[length++] = this.addressOfSupport(loops, indices[i]!)
      square = loops.sum(0, length * 4, MEAN, this.bytes)
    }
    return this.known ? inverse(square) : 1 / count
  }

  /** Where a support lies in memory, in double precision and scaled. There must be room for it. */
  private addressOfSupport({ widen }: RowLoops, index: number): number {
    const { supports, supportsFrom, bytes, codes } = this
    const known = supports.find(index)
    if (known >= 0) return supportsFrom + known * bytes
    const address = supportsFrom + supports.put(index) * bytes
    this.copy(codes.data, index * codes.size, this.rawAt)
    widen(this.rawAt, this.scaleOf(index), address, bytes)
    return address
  }

  /** Where a query lies in memory, in single precision and unscaled. */
  private addressOf(query: number): number {
    const { queries, queriesFrom, bytes, codes } = this
    const known = queries.find(query)
    if (known >= 0) return queriesFrom + (known * bytes) / 2
    queries.makeRoom(1)
    const address = queriesFrom + (queries.put(query) * bytes) / 2
    this.copy(codes.data, query * codes.size, address)
    return address
  }

  /** Copies a row, zeros behind it. */
  private copy(data: Float32Array, start: number, address: number): void {
    const { size } = this.codes
    this.numbers.set(data.subarray(start, start + size), address / 4)
    this.numbers.fill(0, address / 4 + size, (address + this.bytes / 2) / 4)
  }
}

function squareOfRow(data: Float32Array, start: number, size: number): number {
  let square = 0
  for (let i = start; i < start + size; i++) square += data[i]! * data[i]!
  return square
}

function inverse(square: number): number {
  return square === 0 ? 0 : 1 / Math.sqrt(square)
}
