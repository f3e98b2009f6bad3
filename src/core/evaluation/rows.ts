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
  private readonly scales: Float64Array | undefined
  private readonly codes: Codes
  private readonly buffer: Float64Array

  constructor(codes: Codes, unit: boolean) {
    this.codes = codes
    this.buffer = new Float64Array(codes.size)
    this.scales = unit ? new Float64Array(codes.count).fill(NaN) : undefined
  }

  row(index: number): Row {
    const { data, size } = this.codes
    const start = index * size
    if (!this.scales) return { data, start, scale: 1 }
    let scale = this.scales[index]!
    if (Number.isNaN(scale)) this.scales[index] = scale = inverseLength(data, start, size)
    return { data, start, scale }
  }

  /** Mean of some rows, again of unit length where asked. Good until the next call: the buffer is used again. */
  prototype(indices: readonly number[]): Row {
    if (indices.length === 1) return this.row(indices[0]!)
    const { buffer } = this
    buffer.fill(0)
    for (const index of indices) {
      const { data, start, scale } = this.row(index)
      addScaled(buffer, data, start, scale)
    }
    const scale = this.scales ? inverseLength(buffer, 0, buffer.length) : 1 / indices.length
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
