/** Convolution and its two gradients, in ONNX Runtime's blocked layout where channels fill whole blocks, else in NCHW. */
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { tf } from '../../tf.ts'
import type { Value } from '../../onnx/graph.ts'
import { canBlock, NCHWC, nominal, unnominal } from '../layout.ts'
import type { Tracer } from '../tracer.ts'
import { input, type Attrs, type Lowering, type Lowerings } from './kernel.ts'
import { spectralConv, spectralFilterGradient, spectralInputGradient, type Spectral } from './spectral/index.ts'

type Shape4 = [number, number, number, number]
type ConvInfo = ReturnType<typeof tf.backend_util.computeConv2DInfo>

function convInfo(xShape: readonly number[], filterShape: readonly number[], attrs: Attrs): ConvInfo {
  if ((attrs.dataFormat as string | undefined) === 'NCHW') throw new Error('only NHWC convolutions can be traced')
  return tf.backend_util.computeConv2DInfo(
    [...xShape] as Shape4,
    [...filterShape] as Shape4,
    attrs.strides as [number, number],
    (attrs.dilations as [number, number] | undefined) ?? 1,
    attrs.pad as 'same',
    attrs.dimRoundingMode as 'floor' | undefined,
  )
}

const padsOf = ({ padInfo }: ConvInfo) => [padInfo.top, padInfo.left, padInfo.bottom, padInfo.right]

/** How the convolution is done by Fourier transforms, where it is: the same for itself and its two gradients. */
function spectralPlan(tracer: Tracer, info: ConvInfo, filterShape: readonly number[]): Spectral | undefined {
  const { tiles, note } = tracer.target
  const plain = [info.strideHeight, info.strideWidth, info.dilationHeight, info.dilationWidth].every((one) => one === 1)
  const [h, w, channels, filters] = filterShape as Shape4
  const [top, left] = padsOf(info) as Shape4
  if (!tiles || !plain || top >= h || left >= w) return undefined
  const shape = {
    pictures: info.batchSize,
    channels,
    filters,
    kernel: [h, w],
    input: [info.inHeight, info.inWidth],
    output: [info.outHeight, info.outWidth],
  } as const
  const chosen = tiles(shape)
  const parts = chosen && chosen.atOnce < shape.pictures ? `, ${chosen.atOnce} pictures at once` : ''
  const way = chosen ? `by Fourier transforms of ${chosen.size}x${chosen.size}${parts}` : 'directly'
  note?.(`convolution ${h}x${w}, ${channels} to ${filters} channels, ${info.inHeight}x${info.inWidth}: ${way}`)
  return chosen && { shape, before: [top, left], ...chosen }
}

interface Geometry {
  readonly pads: readonly number[]
  readonly strides: readonly number[]
  readonly dilations: readonly number[]
}

function attributesOf(geometry: Geometry, kernel: readonly number[]) {
  return { kernel_shape: kernel, auto_pad: 'NOTSET', group: 1, ...geometry }
}

/**
 * Filter [h, w, i, o] (HWIO) in the blocked op's order: whole blocks of input channels as o/b, i/b, h, w, bi, bo, few
 * input channels as o/b, i, h, w, bo; under its nominal OIHW shape.
 */
function blockFilter(tracer: Tracer, filter: Value, blockInput: boolean): Value {
  const [h, w, i, o] = filter.shape as Shape4
  const b = tracer.target.block
  const split = tracer.reshape(filter, blockInput ? [h, w, i / b, b, o / b, b] : [h, w, i, o / b, b])
  const ordered = tracer.transpose(split, blockInput ? [4, 2, 0, 1, 3, 5] : [3, 2, 0, 1, 4])
  return tracer.reshape(ordered, [o, i, h, w])
}

/** Convolves x (logical NHWC) with an HWIO filter value. */
function convolve(
  tracer: Tracer,
  x: TensorInfo,
  filter: Value,
  outShape: readonly number[],
  geometry: Geometry,
): TensorInfo {
  const [h, w, i, o] = filter.shape as Shape4
  const [n, oh, ow] = outShape as Shape4
  const attributes = attributesOf(geometry, [h, w])
  const result = { shape: [n, o, oh, ow], type: 'float32' as const }
  const { block } = tracer.target
  if (canBlock(o, tracer) && (canBlock(i, tracer) || i < block)) {
    const blockInput = canBlock(i, tracer)
    const picture = blockInput ? nominal(tracer.builder, tracer.in(x, 'blocked')) : tracer.in(x, 'nchw')
    const made = tracer.op('Conv', [picture, blockFilter(tracer, filter, blockInput)], result, attributes, NCHWC)
    return tracer.handle(unnominal(tracer, made), outShape, 'blocked')
  }
  const weights = tracer.transpose(filter, [3, 2, 0, 1])
  return tracer.handle(tracer.op('Conv', [tracer.in(x, 'nchw'), weights], result, attributes), outShape, 'nchw')
}

const conv2d: Lowering = (tracer, inputs, attrs) => {
  const x = input(inputs, 'x')
  const filter = tracer.plain(input(inputs, 'filter'))
  const info = convInfo(x.shape, filter.shape, attrs)
  const spectral = spectralPlan(tracer, info, filter.shape)
  if (spectral) return spectralConv(tracer, x, filter, spectral)
  const geometry = {
    pads: padsOf(info),
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
  }
  return convolve(tracer, x, filter, info.outShape, geometry)
}

/** Cuts off what negative pads would: rows of the output made from padding alone, as large pads have them. */
function withoutEdges(tracer: Tracer, dy: TensorInfo, pads: readonly number[]): TensorInfo {
  const [top, left, bottom, right] = pads.map((size) => Math.max(0, -size)) as Shape4
  if (top + left + bottom + right === 0) return dy
  const [, height, width] = dy.shape as Shape4
  return tracer.handle(tracer.slice(tracer.plain(dy), [1, 2], [top, left], [height - bottom, width - right]))
}

/** Gradient of the input: a convolution with the filter turned by 180 degrees and its channels exchanged. */
const conv2dBackpropInput: Lowering = (tracer, inputs, attrs) => {
  const dy = input(inputs, 'dy')
  const filter = tracer.plain(input(inputs, 'filter'))
  const inputShape = attrs.inputShape as Shape4
  const info = convInfo(inputShape, filter.shape, attrs)
  const spectral = spectralPlan(tracer, info, filter.shape)
  if (spectral) return spectralInputGradient(tracer, dy, filter, spectral)
  const [h, w] = filter.shape as Shape4
  const [top, left] = padsOf(info) as Shape4
  if (info.strideHeight === 1 && info.strideWidth === 1) {
    const flip = (value: Value, axis: number, size: number) =>
      tracer.slice(value, [axis], [size - 1], [-size - 1], [-1])
    const turned = tracer.transpose(flip(flip(filter, 0, h), 1, w), [0, 1, 3, 2])
    const padded = [h - 1 - top, w - 1 - left]
    const pads = [
      ...padded,
      inputShape[1] + h - 1 - info.outHeight - (padded[0] as number),
      inputShape[2] + w - 1 - info.outWidth - (padded[1] as number),
    ]
    const geometry = { pads: pads.map((size) => Math.max(0, size)), strides: [1, 1], dilations: [1, 1] }
    return convolve(tracer, withoutEdges(tracer, dy, pads), turned, inputShape, geometry)
  }
  const [n, ih, iw, i] = inputShape
  const weights = tracer.transpose(filter, [3, 2, 0, 1])
  const strides = [info.strideHeight, info.strideWidth] as const
  // Rows of the input no window reached get no gradient: output_padding adds them.
  const rest = (size: number, out: number, stride: number, kernel: number, before: number) => {
    const reached = (out - 1) * stride + kernel - before
    return { after: Math.max(0, reached - size), extra: Math.max(0, size - reached) }
  }
  const vertical = rest(ih, info.outHeight, strides[0], h, top)
  const horizontal = rest(iw, info.outWidth, strides[1], w, left)
  const attributes = {
    ...attributesOf({ pads: [top, left, vertical.after, horizontal.after], strides, dilations: [1, 1] }, [h, w]),
    output_padding: [vertical.extra, horizontal.extra],
  }
  const result = { shape: [n, i, ih, iw], type: 'float32' as const }
  const made = tracer.op('ConvTranspose', [tracer.in(dy, 'nchw'), weights], result, attributes)
  return tracer.handle(made, inputShape, 'nchw')
}

/**
 * A picture batch as [c / s, h, w * s, n] with s channels beside each other in the place of one pixel: pictures take the
 * place of the channels. s is a block, or all channels where they fill none.
 */
function picturesLast(tracer: Tracer, x: TensorInfo): { value: Value; step: number } {
  const [n, h, w, c] = x.shape as Shape4
  const whole = canBlock(c, tracer)
  const step = whole ? tracer.target.block : c
  // Through a 2-D transpose, which ONNX Runtime does several times faster than one of many axes.
  const flat = tracer.reshape(tracer.in(x, whole ? 'blocked' : 'plain'), [n, c * h * w])
  return { value: tracer.reshape(tracer.transpose(flat, [1, 0]), [c / step, h, w * step, n]), step }
}

/** Zeros around the middle two axes; @param pads top, left, bottom, right */
function padded(tracer: Tracer, value: Value, pads: readonly number[]): Value {
  if (pads.every((size) => size === 0)) return value
  const [top, left, bottom, right] = pads as Shape4
  const [n, h, w, c] = value.shape as Shape4
  const amounts = tracer.builder.ints([0, top, left, 0, 0, bottom, right, 0])
  const shape = [n, top + h + bottom, left + w + right, c]
  return tracer.op('Pad', [value, amounts], { shape, type: value.type }, { mode: 'constant' })
}

/** Gradient of the filter: a convolution of x by dy in which the batch is summed as channels are. */
const conv2dBackpropFilter: Lowering = (tracer, inputs, attrs) => {
  const x = input(inputs, 'x')
  const dy = input(inputs, 'dy')
  const filterShape = attrs.filterShape as Shape4
  const [h, w, i, o] = filterShape
  const info = convInfo(x.shape, filterShape, attrs)
  const spectral = spectralPlan(tracer, info, filterShape)
  if (spectral) return tracer.handle(spectralFilterGradient(tracer, x, dy, spectral))
  const [n, oh, ow] = dy.shape as Shape4
  const geometry = { pads: padsOf(info), strides: [1, 1], dilations: [info.strideHeight, info.strideWidth] }
  const { block } = tracer.target
  const size = (extent: number, before: number, after: number, out: number, stride: number) =>
    extent + before + after - ((out - 1) * stride + 1) + 1
  const [top, left, bottom, right] = geometry.pads as Shape4
  const made = [
    size(x.shape[1] as number, top, bottom, oh, info.strideHeight),
    size(x.shape[2] as number, left, right, ow, info.strideWidth),
  ] as const
  const attributes = attributesOf(geometry, [oh, ow])

  let gradient: Value
  if (canBlock(n, tracer) && canBlock(o, tracer)) {
    const { value, step } = picturesLast(tracer, x)
    // Padded beforehand: the blocked op works through its pads pixel by pixel, and here every output touches one.
    const across = padded(tracer, value, [top, left * step, bottom, right * step])
    const [groups, rows, columns] = across.shape as Shape4
    const shape = [groups, n, rows, columns]
    const picture = tracer.op('ReorderInput', [across], { shape, type: 'float32' }, { channels_last: 1 }, NCHWC)
    const blocked = tracer.reshape(tracer.in(dy, 'blocked'), [n / block, block, o / block, oh, ow, block])
    const weights = tracer.reshape(tracer.transpose(blocked, [2, 0, 3, 4, 1, 5]), [o, n, oh, ow])
    // Channels that stand side by side are worked on together: the filter, as large as dy, is read once for all of them.
    const together = { ...attributes, pads: [0, 0, 0, 0], dilations: [info.strideHeight, info.strideWidth * step] }
    const result = { shape: [groups, o, made[0], made[1] * step], type: 'float32' as const }
    const out = unnominal(tracer, tracer.op('Conv', [picture, weights], result, together, NCHWC))
    const apart = tracer.reshape(out, [groups, o / block, made[0], made[1], step, block])
    gradient = tracer.reshape(tracer.transpose(apart, [2, 3, 0, 4, 1, 5]), [...made, i, o])
  } else {
    const picture = tracer.transpose(tracer.in(x, 'nchw'), [1, 0, 2, 3])
    const weights = tracer.transpose(tracer.in(dy, 'nchw'), [1, 0, 2, 3])
    const out = tracer.op('Conv', [picture, weights], { shape: [i, o, ...made], type: 'float32' }, attributes)
    gradient = tracer.transpose(out, [2, 3, 0, 1])
  }
  // With strides, pixels at the far edge that no window used would make it larger than the filter.
  const exact = made[0] === h && made[1] === w ? gradient : tracer.slice(gradient, [0, 1], [0, 0], [h, w])
  return tracer.handle(exact)
}

export const convolutions: Lowerings = {
  Conv2D: conv2d,
  Conv2DBackpropInput: conv2dBackpropInput,
  Conv2DBackpropFilter: conv2dBackpropFilter,
}
