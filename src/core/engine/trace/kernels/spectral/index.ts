/**
 * Convolutions by Fourier transforms of tiles: with large kernels several times fewer multiplications (Mathieu, Henaff and
 * LeCun 2014). The spectra of input and filter are made once and shared by output and gradients, because equal nodes are.
 * Complex numbers are pairs of rows, and a frequency of the filter is a real matrix [2 * filters, 2 * channels], so that
 * one product of real matrices for each frequency does the complex sum, and its transpose is the conjugate.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Value } from '../../../onnx/graph.ts'
import { together } from '../../batch.ts'
import type { Tracer } from '../../tracer.ts'
import { columnsIn, columnsOut, columnsToMatrices, rowFrequencies, rowsIn, rowsOut } from './dft.ts'
import { eachPart } from './parts.ts'
import { tilingOf, type ConvShape, type Tiles, type Tiling } from './plan.ts'
import { cut, join, overlay } from './tiles.ts'

type Shape4 = [number, number, number, number]
type Pair = readonly [number, number]

export interface Spectral extends Tiles {
  readonly shape: ConvShape
  /** Rows and columns of padding before the picture. */
  readonly before: Pair
}

const counts = (extent: Pair, { step }: Tiling): Pair => [
  Math.ceil(extent[0] / step[0]),
  Math.ceil(extent[1] / step[1]),
]

/** A product of stacks of matrices; the operands may be meant transposed. */
function multiply(tracer: Tracer, a: Value, b: Value, { left = false, right = false } = {}): Value {
  const [rows, columns] = [a.shape.at(left ? -1 : -2) as number, b.shape.at(right ? -2 : -1) as number]
  const stack = a.shape.length >= b.shape.length ? a.shape.slice(0, -2) : b.shape.slice(0, -2)
  const result = { shape: [...stack, rows, columns], type: 'float32' as const }
  if (!left && !right) return tracer.op('MatMul', [a, b], result)
  const attributes = { ...(left && { transA: 1 }), ...(right && { transB: 1 }) }
  return tracer.op('FusedMatMul', [a, b], result, attributes, 'com.microsoft')
}

interface Transform {
  readonly rows: Value
  readonly columns: Value
  /** The matrices are meant transposed. */
  readonly transposed?: boolean
}

/** Tiles [h, w, ...rest] to frequencies [f * g, 2, ...rest]. */
function intoSpectrum(tracer: Tracer, tiles: Value, size: number, by: Transform): Value {
  const [h, w, ...rest] = tiles.shape as [number, number, ...number[]]
  const all = rest.reduce((product, one) => product * one, 1)
  const left = by.transposed ?? false
  const made = multiply(tracer, by.rows, tracer.reshape(tiles, [h, w * all]), { left })
  const halfway = tracer.reshape(made, [rowFrequencies(size), 2 * w, all])
  return tracer.reshape(multiply(tracer, by.columns, halfway, { left }), [rowFrequencies(size) * size, 2, ...rest])
}

/** Frequencies [f * g, 2, ...rest] to the tiles' columns and rows that are wanted, [h, w, ...rest]. */
function outOfSpectrum(tracer: Tracer, spectrum: Value, size: number, by: Transform, [h, w]: Pair): Value {
  const rest = spectrum.shape.slice(2)
  const all = rest.reduce((product, one) => product * one, 1)
  const left = by.transposed ?? false
  const halfway = multiply(tracer, by.columns, tracer.reshape(spectrum, [rowFrequencies(size), 2 * size, all]), {
    left,
  })
  const made = multiply(tracer, by.rows, tracer.reshape(halfway, [2 * rowFrequencies(size), w * all]), { left })
  return tracer.reshape(made, [h, w, ...rest])
}

/** Transforms of a whole tile. */
const whole = ({ builder }: Tracer, size: number): Transform => ({
  rows: rowsIn(builder, size, size, -1),
  columns: columnsIn(builder, size, size, -1),
})

/** Transforms to the part of a tile that is right. */
const rightPart = ({ builder }: Tracer, size: number, step: Pair): Transform => ({
  rows: rowsOut(builder, size, step[0]),
  columns: columnsOut(builder, size, step[1]),
})

/** The spectrum of a picture's overlapping tiles, [f * g, 2 * channels, tiles]. */
function pictureSpectrum(tracer: Tracer, x: TensorInfo, { shape, size, before }: Spectral): Value {
  const tiling = tilingOf(shape, size)
  const start: Pair = [-before[0], -before[1]]
  const windows = { size: [size, size], step: tiling.step, start, count: counts(shape.output, tiling) } as const
  return stacked(tracer, intoSpectrum(tracer, cut(tracer, x, windows), size, whole(tracer, size)))
}

/** Gradient of the product's spectrum, [f * g, 2 * filters, tiles], from that of the output. */
function productGradient(tracer: Tracer, dy: TensorInfo, { shape, size }: Spectral): Value {
  const tiling = tilingOf(shape, size)
  const { step } = tiling
  const tiles = cut(tracer, dy, { size: step, step, start: [0, 0], count: counts(shape.output, tiling) })
  const back = { ...rightPart(tracer, size, step), transposed: true }
  return stacked(tracer, intoSpectrum(tracer, tiles, size, back))
}

/** [frequencies, 2, channels, tiles] with real and imaginary parts as more channels. */
function stacked(tracer: Tracer, spectrum: Value): Value {
  const [frequencies, , channels, tiles] = spectrum.shape as Shape4
  return tracer.reshape(spectrum, [frequencies, 2 * channels, tiles])
}

function unstacked(tracer: Tracer, spectrum: Value): Value {
  const [frequencies, both, tiles] = spectrum.shape as [number, number, number]
  return tracer.reshape(spectrum, [frequencies, 2, both / 2, tiles])
}

/** Matrices of the filter's frequencies, [f * g, 2 * filters, 2 * channels]. @param filter [h, w, i, o] */
function filterSpectrum(tracer: Tracer, filter: Value, size: number): Value {
  const [h, w, i, o] = filter.shape as Shape4
  const first = tracer.reshape(tracer.transpose(filter, [3, 0, 1, 2]), [o, h, w * i])
  const rows = multiply(tracer, rowsIn(tracer.builder, size, h, 1), first)
  const f = rowFrequencies(size)
  const columns = multiply(tracer, columnsToMatrices(tracer.builder, size, w), tracer.reshape(rows, [o * f, 2 * w, i]))
  // [o, f * g, p, q * i]: whole runs are moved.
  const apart = tracer.reshape(columns, [o, f * size * 2, 2 * i])
  return tracer.reshape(tracer.transpose(apart, [1, 0, 2]), [f * size, 2 * o, 2 * i])
}

/** x [n, h, w, c] convolved with filter [h, w, c, o]. */
export function spectralConv(tracer: Tracer, x: TensorInfo, filter: Value, plan: Spectral): TensorInfo {
  const parts = eachPart(tracer, [x], plan, ([part], own) => convolved(tracer, part as TensorInfo, filter, own))
  return together(tracer, parts)
}

function convolved(tracer: Tracer, x: TensorInfo, filter: Value, plan: Spectral): TensorInfo {
  const { shape, size } = plan
  const tiling = tilingOf(shape, size)
  const { step } = tiling
  const product = multiply(tracer, filterSpectrum(tracer, filter, size), pictureSpectrum(tracer, x, plan))
  const tiles = outOfSpectrum(tracer, unstacked(tracer, product), size, rightPart(tracer, size, step), step)
  const result: Shape4 = [shape.pictures, ...shape.output, shape.filters]
  return join(tracer, tiles, result, counts(shape.output, tiling))
}

/** Gradient of the input: the way of the forward pass walked back, so that the spectrum of dy serves the filter's too. */
export function spectralInputGradient(tracer: Tracer, dy: TensorInfo, filter: Value, plan: Spectral): TensorInfo {
  const parts = eachPart(tracer, [dy], plan, ([part], own) => inputGradient(tracer, part as TensorInfo, filter, own))
  return together(tracer, parts)
}

function inputGradient(tracer: Tracer, dy: TensorInfo, filter: Value, plan: Spectral): TensorInfo {
  const { shape, size, before } = plan
  const tiling = tilingOf(shape, size)
  const spectrum = multiply(tracer, filterSpectrum(tracer, filter, size), productGradient(tracer, dy, plan), {
    left: true,
  })
  const back = { ...whole(tracer, size), transposed: true }
  const tiles = outOfSpectrum(tracer, unstacked(tracer, spectrum), size, back, [size, size])
  const result: Shape4 = [shape.pictures, ...shape.input, shape.channels]
  return overlay(tracer, tiles, result, { step: tiling.step, start: before, count: counts(shape.output, tiling) })
}

/** Gradient of the filter, [h, w, i, o]: the way of the forward pass walked back, matrix by matrix. */
export function spectralFilterGradient(tracer: Tracer, x: TensorInfo, dy: TensorInfo, plan: Spectral): Value {
  const { shape, size } = plan
  const { builder } = tracer
  const [h, w] = shape.kernel
  const [o, i, f] = [shape.filters, shape.channels, rowFrequencies(size)]
  // The sum stands first: ONNX Runtime works on the operand that was recorded last, and would keep what each part gives.
  const matrices = eachPart(tracer, [x, dy], plan, ([of, by], part) =>
    multiply(tracer, productGradient(tracer, by as TensorInfo, part), pictureSpectrum(tracer, of as TensorInfo, part), {
      right: true,
    }),
  ).reduce((sum, one) => tracer.op('Add', [sum, one], sum))
  const apart = tracer.transpose(tracer.reshape(matrices, [f * size * 2, o, 2 * i]), [1, 0, 2])
  const columns = multiply(tracer, columnsToMatrices(builder, size, w), tracer.reshape(apart, [o * f, size * 4, i]), {
    left: true,
  })
  const rows = multiply(tracer, rowsIn(builder, size, h, 1), tracer.reshape(columns, [o, f * 2, w * i]), { left: true })
  return tracer.transpose(tracer.reshape(rows, [o, h, w, i]), [1, 2, 3, 0])
}
