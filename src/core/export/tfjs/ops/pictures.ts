/** Convolution and pooling: pictures as [n, h, w, c]. */
import {
  intAttribute,
  intsAttribute,
  textAttribute,
  type FileTensor,
  type NodeProto,
} from '../../../engine/onnx-file/index.ts'
import { permute, unsupported, type Converter } from '../converter.ts'
import { attr } from '../graph-def.ts'
import { ends, FLOAT, type ConvertOps } from './convert-op.ts'

type Pair = readonly [number, number]

interface Window {
  readonly kernel: Pair
  readonly strides: Pair
  readonly dilations: Pair
  /** [top, left, bottom, right] */
  readonly pads: readonly number[]
}

function windowOf(c: Converter, node: NodeProto, kernel: Pair): Window {
  const strides = (intsAttribute(node, 'strides') ?? [1, 1]) as unknown as Pair
  const dilations = (intsAttribute(node, 'dilations') ?? [1, 1]) as unknown as Pair
  const auto = textAttribute(node, 'auto_pad') ?? 'NOTSET'
  const pads = intsAttribute(node, 'pads') ?? [0, 0, 0, 0]
  if (auto === 'SAME_LOWER' || intAttribute(node, 'ceil_mode'))
    throw unsupported(`${node.opType} with auto_pad=${auto}`)
  const window = { kernel, strides, dilations, pads: auto === 'VALID' ? [0, 0, 0, 0] : pads }
  return auto === 'SAME_UPPER' ? { ...window, pads: samePads(c, node, window) } : window
}

/** What TensorFlow's SAME adds: as much as gives ceil(size / stride) pixels, the odd one at the end. */
function samePads(c: Converter, node: NodeProto, { kernel, strides, dilations }: Omit<Window, 'pads'>): number[] {
  const [, , ...sizes] = c.shape(ends(node).x)
  const totals = ([0, 1] as const).map((axis) => {
    const size = sizes[axis] ?? 0
    const out = Math.ceil(size / strides[axis])
    return Math.max(0, (out - 1) * strides[axis] + (kernel[axis] - 1) * dilations[axis] + 1 - size)
  }) as unknown as Pair
  return [...totals.map((total) => Math.floor(total / 2)), ...totals.map((total) => Math.ceil(total / 2))]
}

function paddingOf(c: Converter, node: NodeProto, window: Window): 'VALID' | 'SAME' | 'EXPLICIT' {
  if (window.pads.every((size) => size === 0)) return 'VALID'
  return samePads(c, node, window).every((size, i) => size === window.pads[i]) ? 'SAME' : 'EXPLICIT'
}

const paddingsOf = ([top = 0, left = 0, bottom = 0, right = 0]: readonly number[]) => [
  0,
  0,
  top,
  bottom,
  left,
  right,
  0,
  0,
]

function convAttributes(c: Converter, node: NodeProto, window: Window) {
  const padding = paddingOf(c, node, window)
  return {
    ...FLOAT,
    strides: attr.ints([1, ...window.strides, 1]),
    dilations: attr.ints([1, ...window.dilations, 1]),
    padding: attr.text(padding),
    data_format: attr.text('NHWC'),
    ...(padding === 'EXPLICIT' && { explicit_paddings: attr.ints(paddingsOf(window.pads)) }),
  }
}

function conv(c: Converter, node: NodeProto): void {
  const { x, y } = ends(node)
  const filter = c.constant(node.input[1])
  if (filter?.shape.length !== 4) throw unsupported('Conv that is not over pictures with a fixed filter')
  const [out, each, h, w] = filter.shape as [number, number, number, number]
  const group = intAttribute(node, 'group') ?? 1
  const window = windowOf(c, node, [h, w])
  const attributes = convAttributes(c, node, window)
  const name = node.input[1] ?? ''
  const picture = c.get(x, 'nhwc')
  let made: string
  if (group === 1) {
    made = c.op(y, 'Conv2D', [picture, c.weight(name, permute(filter, [2, 3, 1, 0]))], attributes)
  } else if (each === 1) {
    // [c * m, 1, h, w] to [h, w, c, m]: both count the m filters of a channel one after another.
    const split: FileTensor = { ...filter, shape: [group, out / group, h, w] }
    made = c.op(y, 'DepthwiseConv2dNative', [picture, c.weight(name, permute(split, [2, 3, 0, 1]))], attributes)
  } else made = groupedConv(c, node, filter, group, attributes)
  const bias = node.input[2]
  if (bias) made = c.op(`${y}/bias`, 'BiasAdd', [made, c.get(bias)], { ...FLOAT, data_format: attr.text('NHWC') })
  c.set(y, 'nhwc', made)
}

/** TensorFlow.js has no groups: each runs by itself on its share of the channels. */
function groupedConv(
  c: Converter,
  node: NodeProto,
  filter: FileTensor,
  group: number,
  attributes: ReturnType<typeof convAttributes>,
): string {
  const { x, y } = ends(node)
  const [out, each, h, w] = filter.shape as [number, number, number, number]
  const length = filter.data.length / group
  const parts = Array.from({ length: group }, (_, g) => {
    const from = [c.get(x, 'nhwc'), c.ints([0, 0, 0, g * each]), c.ints([-1, -1, -1, each])]
    const picture = c.op(`${y}/group${g}`, 'Slice', from, { ...FLOAT, Index: attr.type('DT_INT32') })
    const data = filter.data.slice(g * length, (g + 1) * length)
    const part = permute({ ...filter, shape: [out / group, each, h, w], data }, [2, 3, 1, 0])
    return c.op(`${y}/conv${g}`, 'Conv2D', [picture, c.weight(`${node.input[1] ?? ''}/${g}`, part)], attributes)
  })
  return c.op(y, 'ConcatV2', [...parts, c.scalar(3, 'int32')], {
    ...FLOAT,
    N: attr.int(group),
    Tidx: attr.type('DT_INT32'),
  })
}

function pool(op: 'MaxPool' | 'AvgPool') {
  return (c: Converter, node: NodeProto): void => {
    const { x, y } = ends(node)
    const window = windowOf(c, node, (intsAttribute(node, 'kernel_shape') ?? [1, 1]) as unknown as Pair)
    if (window.dilations.some((size) => size !== 1) || node.output.length > 1)
      throw unsupported(`${node.opType} with dilations`)
    const padding = paddingOf(c, node, window)
    let picture = c.get(x, 'nhwc')
    // TensorFlow's own padding does not count in the mean.
    const counts = op === 'AvgPool' && intAttribute(node, 'count_include_pad') === 1
    const byHand = padding === 'EXPLICIT' || (counts && padding === 'SAME')
    if (byHand) {
      if (op === 'AvgPool' && !counts) throw unsupported('AveragePool with uneven padding that does not count')
      const fill = c.scalar(op === 'MaxPool' ? -3.4e38 : 0)
      picture = c.op(`${y}/pad`, 'PadV2', [picture, matrix(c, paddingsOf(window.pads)), fill], FLOAT)
    }
    const made = c.op(y, op, [picture], {
      ...FLOAT,
      ksize: attr.ints([1, ...window.kernel, 1]),
      strides: attr.ints([1, ...window.strides, 1]),
      padding: attr.text(byHand ? 'VALID' : padding),
      data_format: attr.text('NHWC'),
    })
    c.set(y, 'nhwc', made)
  }
}

function globalPool(op: 'Mean' | 'Max') {
  return (c: Converter, node: NodeProto): void => {
    const { x, y } = ends(node)
    const attributes = { ...FLOAT, keep_dims: attr.flag(true), Tidx: attr.type('DT_INT32') }
    c.set(y, 'nhwc', c.op(y, op, [c.get(x, 'nhwc'), c.ints([1, 2])], attributes))
  }
}

/** [before, after] of each axis as a weight of shape [4, 2]. */
function matrix(c: Converter, values: readonly number[]): string {
  return c.weight('paddings', { shape: [values.length / 2, 2], type: 'int32', data: Int32Array.from(values) })
}

/** Each channel times one number plus another: both follow from the four constants. */
function batchNorm(c: Converter, node: NodeProto): void {
  const { x, y } = ends(node)
  const [scale, shift, mean, variance] = [1, 2, 3, 4].map((input) => c.numbers(node, input)) as [
    number[],
    number[],
    number[],
    number[],
  ]
  const epsilon = node.attribute.find(({ name }) => name === 'epsilon')?.f ?? 1e-5
  const factor = scale.map((value, i) => value / Math.sqrt((variance[i] ?? 0) + epsilon))
  const offset = factor.map((value, i) => (shift[i] ?? 0) - value * (mean[i] ?? 0))
  const weight = (name: string, values: number[]) =>
    c.weight(`${y}/${name}`, { shape: [values.length], type: 'float32', data: Float32Array.from(values) })
  const isPicture = c.shape(x).length === 4
  if (!isPicture && c.shape(x).length !== 2) throw unsupported('BatchNormalization that is not over pictures or rows')
  const scaled = c.op(`${y}/scaled`, 'Mul', [c.get(x, isPicture ? 'nhwc' : 'plain'), weight('factor', factor)], FLOAT)
  c.set(y, isPicture ? 'nhwc' : 'plain', c.op(y, 'AddV2', [scaled, weight('offset', offset)], FLOAT))
}

export const pictureOps: ConvertOps = {
  Conv: conv,
  MaxPool: pool('MaxPool'),
  AveragePool: pool('AvgPool'),
  GlobalAveragePool: globalPool('Mean'),
  GlobalMaxPool: globalPool('Max'),
  BatchNormalization: batchNorm,
}
