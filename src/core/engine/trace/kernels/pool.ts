/** Pooling and its gradient. */
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { tf } from '../../tf.ts'
import type { Value } from '../../onnx/graph.ts'
import { sizeOf } from '../../program.ts'
import { canBlock, NCHWC, nominal, physicalShape, unnominal, type Layout } from '../layout.ts'
import type { Tracer } from '../tracer.ts'
import { above } from './elementwise.ts'
import { input, type Attrs, type Lowering, type Lowerings } from './kernel.ts'

type Shape4 = [number, number, number, number]
type PoolInfo = ReturnType<typeof tf.backend_util.computePool2DInfo>

function poolInfo(shape: readonly number[], attrs: Attrs): PoolInfo {
  return tf.backend_util.computePool2DInfo(
    [...shape] as Shape4,
    attrs.filterSize as [number, number],
    attrs.strides as [number, number],
    1,
    attrs.pad as 'valid',
    attrs.dimRoundingMode as 'floor' | undefined,
    'channelsLast',
  )
}

function attributesOf(info: PoolInfo) {
  const { padInfo } = info
  return {
    kernel_shape: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    pads: [padInfo.top, padInfo.left, padInfo.bottom, padInfo.right],
    auto_pad: 'NOTSET',
  }
}

function pool(tracer: Tracer, x: TensorInfo, info: PoolInfo, op: 'MaxPool' | 'AveragePool'): TensorInfo {
  const [n, h, w, c] = info.outShape
  const result = { shape: [n, c, h, w], type: 'float32' as const }
  const attributes = op === 'AveragePool' ? { ...attributesOf(info), count_include_pad: 0 } : attributesOf(info)
  if (canBlock(c, tracer)) {
    const made = tracer.op(op, [nominal(tracer.builder, tracer.in(x, 'blocked'))], result, attributes, NCHWC)
    return tracer.handle(unnominal(tracer, made), info.outShape, 'blocked')
  }
  return tracer.handle(tracer.op(op, [tracer.in(x, 'nchw')], result, attributes), info.outShape, 'nchw')
}

const tiles = (info: PoolInfo) =>
  info.filterHeight === info.strideHeight &&
  info.filterWidth === info.strideWidth &&
  [info.padInfo.top, info.padInfo.left, info.padInfo.bottom, info.padInfo.right].every((size) => size === 0)

/**
 * Pixels of each window position, [window rows x columns] lists of tensors as large as the pooled picture. Spatial axes
 * are 2 and 3 in both picture layouts.
 */
function windowSlices(tracer: Tracer, x: Value, info: PoolInfo): Value[] {
  const { filterHeight: kh, filterWidth: kw, outHeight, outWidth } = info
  return Array.from({ length: kh * kw }, (_, position) => {
    const [row, column] = [Math.floor(position / kw), position % kw]
    const ends = [row + (outHeight - 1) * kh + 1, column + (outWidth - 1) * kw + 1]
    return tracer.slice(x, [2, 3], [row, column], ends, [kh, kw])
  })
}

/** Up to so many pixels of a window are picked by convolutions; each works through all of them. */
const FEW_PIXELS = 4

/**
 * As `windowSlices`, of a blocked picture: by a convolution of each channel whose kernel is 1 at the position and else 0.
 * ONNX Runtime's Slice goes number by number on one thread.
 */
function windowPicks(tracer: Tracer, x: Value, info: PoolInfo): Value[] {
  const { filterHeight: kh, filterWidth: kw, outHeight, outWidth } = info
  const picture = nominal(tracer.builder, x)
  const [n, c] = picture.shape as Shape4
  const result = { shape: [n, c, outHeight, outWidth], type: 'float32' as const }
  const attributes = { ...attributesOf(info), group: c, dilations: [1, 1] }
  return Array.from({ length: kh * kw }, (_, position) => {
    // In blocks of channels: [c / b, 1, kh, kw, b].
    const { block } = tracer.target
    const weights = Float32Array.from({ length: c * kh * kw }, (__, i) =>
      Math.floor(i / block) % (kh * kw) === position ? 1 : 0,
    )
    const kernel = tracer.builder.constant(weights, [c, 1, kh, kw], 'float32')
    return unnominal(tracer, tracer.op('Conv', [picture, kernel], result, attributes, NCHWC))
  })
}

/** Puts the window slices back where they were; rows and columns no window covers become zero. */
function joinSlices(tracer: Tracer, parts: readonly Value[], info: PoolInfo, shape: readonly number[]): Value {
  const { filterHeight: kh, filterWidth: kw, outHeight, outWidth } = info
  const first = parts[0] as Value
  const tail = first.shape.slice(4)
  const lead = first.shape.slice(0, 2)
  const apart = (value: Value) => tracer.reshape(value, [...lead, outHeight, 1, outWidth, 1, ...tail])
  const rows = Array.from({ length: kh }, (_, row) =>
    tracer.concat(parts.slice(row * kw, (row + 1) * kw).map(apart), 5),
  )
  const whole = tracer.reshape(tracer.concat(rows, 3), [...lead, outHeight * kh, outWidth * kw, ...tail])
  const [below, right] = [(shape[2] as number) - outHeight * kh, (shape[3] as number) - outWidth * kw]
  if (below === 0 && right === 0) return whole
  const after = shape.map((_, axis) => (axis === 2 ? below : axis === 3 ? right : 0))
  const amounts = tracer.builder.ints([...shape.map(() => 0), ...after])
  return tracer.op('Pad', [whole, amounts], { shape, type: whole.type }, { mode: 'constant' })
}

/** The gradient goes to the first largest pixel of each window, as in TensorFlow, and what none took to the last one. */
function maxGradOfTiles(tracer: Tracer, x: Value, y: Value, dy: Value, info: PoolInfo): Value {
  const picks = x.shape.length === 5 && info.filterHeight * info.filterWidth <= FEW_PIXELS
  const slices = (picks ? windowPicks : windowSlices)(tracer, x, info)
  let left = dy
  const parts = slices.slice(0, -1).map((slice) => {
    const rest = tracer.op('Mul', [left, above(tracer, tracer.op('Sub', [y, slice], y))], y)
    const own = tracer.op('Sub', [left, rest], y)
    left = rest
    return own
  })
  return joinSlices(tracer, [...parts, left], info, x.shape)
}

/** Windows that overlap or reach over the edge: by the positions MaxPool reports. */
function maxGradByIndex(tracer: Tracer, x: Value, dy: Value, info: PoolInfo): Value {
  const count = sizeOf(x.shape)
  const types = [
    { shape: dy.shape, type: 'float32' },
    { shape: dy.shape, type: 'int64' },
  ] as const
  const [, indices] = tracer.builder.multi('MaxPool', [x], types, attributesOf(info))
  const zeros = tracer.full([count], 0, 'float32')
  const flat = [sizeOf(dy.shape)]
  const updates = [tracer.reshape(indices as Value, flat), tracer.reshape(dy, flat)]
  const made = tracer.op(
    'ScatterElements',
    [zeros, ...updates],
    { shape: [count], type: 'float32' },
    { axis: 0, reduction: 'add' },
  )
  return tracer.reshape(made, x.shape)
}

const maxPoolGrad: Lowering = (tracer, inputs, attrs) => {
  const x = input(inputs, 'input')
  const info = poolInfo(x.shape, attrs)
  if (!tiles(info)) {
    const made = maxGradByIndex(tracer, tracer.in(x, 'nchw'), tracer.in(input(inputs, 'dy'), 'nchw'), info)
    return tracer.handle(made, x.shape, 'nchw')
  }
  const layout: Layout = canBlock(x.shape[3] as number, tracer) ? 'blocked' : 'nchw'
  const [pixels, y, dy] = [x, input(inputs, 'output'), input(inputs, 'dy')].map((info_) => tracer.in(info_, layout))
  return tracer.handle(maxGradOfTiles(tracer, pixels as Value, y as Value, dy as Value, info), x.shape, layout)
}

/** Pixels of the picture in each window along one axis: fewer where it reaches over the edge. */
function covered(size: number, out: number, filter: number, stride: number, before: number): number[] {
  return Array.from({ length: out }, (_, i) => {
    const start = i * stride - before
    return Math.min(start + filter, size) - Math.max(start, 0)
  })
}

/** Windows that overlap or reach over the edge: a transposed convolution of each channel with ones. */
function avgGradOfWindows(tracer: Tracer, shape: Shape4, dy: TensorInfo, info: PoolInfo): TensorInfo {
  const { filterHeight: kh, filterWidth: kw, outHeight, outWidth, strideHeight, strideWidth, padInfo } = info
  const [n, h, w, c] = shape
  const rows = covered(h, outHeight, kh, strideHeight, padInfo.top)
  const columns = covered(w, outWidth, kw, strideWidth, padInfo.left)
  const counts = Float32Array.from(rows.flatMap((row) => columns.map((column) => row * column)))
  const share = tracer.builder.constant(counts, [1, 1, outHeight, outWidth], 'float32')
  const value = tracer.in(dy, 'nchw')
  // Rows past the last window get nothing; rows of the padding are cut off.
  const reached = [(outHeight - 1) * strideHeight + kh - padInfo.top, (outWidth - 1) * strideWidth + kw - padInfo.left]
  const [below, right] = [h - (reached[0] as number), w - (reached[1] as number)]
  const attributes = {
    ...attributesOf(info),
    group: c,
    pads: [padInfo.top, padInfo.left, Math.max(0, -below), Math.max(0, -right)],
    output_padding: [Math.max(0, below), Math.max(0, right)],
  }
  const ones = tracer.full([c, 1, kh, kw], 1, 'float32')
  const made = tracer.op(
    'ConvTranspose',
    [tracer.op('Div', [value, share], value), ones],
    { shape: [n, c, h, w], type: 'float32' },
    attributes,
  )
  return tracer.handle(made, shape, 'nchw')
}

/** Every pixel of a window gets an equal share. */
const avgPoolGrad: Lowering = (tracer, inputs, attrs) => {
  const x = input(inputs, 'input')
  const dy = input(inputs, 'dy')
  const info = poolInfo(x.shape, attrs)
  if (!tiles(info)) return avgGradOfWindows(tracer, x.shape as Shape4, dy, info)
  const layout: Layout = canBlock(x.shape[3] as number, tracer) ? 'blocked' : 'nchw'
  const value = tracer.in(dy, layout)
  const share = tracer.op('Div', [value, tracer.builder.scalar(info.filterHeight * info.filterWidth)], value)
  const parts = Array.from({ length: info.filterHeight * info.filterWidth }, () => share)
  const shape = physicalShape(x.shape, layout, tracer.target.block)
  return tracer.handle(joinSlices(tracer, parts, info, shape), x.shape, layout)
}

export const pooling: Lowerings = {
  MaxPool: (tracer, inputs, attrs) => {
    const x = input(inputs, 'x')
    return pool(tracer, x, poolInfo(x.shape, attrs), 'MaxPool')
  },
  AvgPool: (tracer, inputs, attrs) => {
    const x = input(inputs, 'x')
    return pool(tracer, x, poolInfo(x.shape, attrs), 'AveragePool')
  },
  MaxPoolGrad: maxPoolGrad,
  AvgPoolGrad: avgPoolGrad,
}
