import type { Codes } from '../../shared/evaluation.ts'

/** One code in place: `data[start + i] * scale`. */
export interface Row {
  readonly data: Float32Array | Float64Array
  readonly start: number
  readonly scale: number
}

/** Codes read as rows, brought to unit length where asked without copying them. */
export class Rows {
  /** 1 / length of each row, NaN until asked for; a row of zeros has 0 and stays zero. */
  private readonly known: Float64Array | undefined
  private readonly codes: Codes
  private readonly buffer: Float64Array

  constructor(codes: Codes, unit: boolean) {
    this.codes = codes
    this.buffer = new Float64Array(codes.size)
    this.known = unit ? new Float64Array(codes.count).fill(NaN) : undefined
  }

  row(index: number): Row {
    const { data, size } = this.codes
    const start = index * size
    return { data, start, scale: this.known ? this.scaleOf(this.known, index) : 1 }
  }

  /** What rows 0 to `count` - 1 are multiplied with. */
  scales(count: number): Float64Array {
    const { known } = this
    if (!known) return new Float64Array(count).fill(1)
    for (let index = 0; index < count; index++) this.scaleOf(known, index)
    return known
  }

  private scaleOf(known: Float64Array, index: number): number {
    const { data, size } = this.codes
    if (Number.isNaN(known[index]!)) known[index] = inverseLength(data, index * size, size)
    return known[index]!
  }

  /** Mean of some rows, again of unit length where asked. Good until the next call: the buffer is used again. */
  prototype(indices: readonly number[]): Row {
    if (indices.length === 1) return this.row(indices[0]!)
    const { buffer } = this
    const { data, size } = this.codes
    buffer.fill(0)
    for (const index of indices) addScaled(buffer, data, index * size, this.known ? this.scaleOf(this.known, index) : 1)
    const scale = this.known ? inverseLength(buffer, 0, buffer.length) : 1 / indices.length
    return { data: buffer, start: 0, scale }
  }
}

function addScaled(sum: Float64Array, data: Float32Array | Float64Array, start: number, scale: number): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += data[start + i]! * scale
}

function inverseLength(data: Float32Array | Float64Array, start: number, size: number): number {
  let square = 0
  for (let i = start; i < start + size; i++) square += data[i]! * data[i]!
  return square === 0 ? 0 : 1 / Math.sqrt(square)
}
