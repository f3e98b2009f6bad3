/** Kernels that move numbers about. */
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { sizeOf } from '../../program.ts'
import { tf } from '../../tf.ts'
import type { Value } from '../../onnx/graph.ts'
import { picturesOf, together } from '../batch.ts'
import { axesOf, elementType, input, listOf, type Lowering, type Lowerings } from './kernel.ts'

const reshape: Lowering = (tracer, inputs, attrs) => {
  const x = input(inputs, 'x')
  const asked = attrs.shape as number[]
  const known = asked.filter((size) => size >= 0).reduce((product, size) => product * size, 1)
  const total = x.shape.reduce((product, size) => product * size, 1)
  const shape = asked.map((size) => (size < 0 ? total / known : size))
  const same = shape.length === x.shape.length && shape.every((size, axis) => size === x.shape[axis])
  // The same shape keeps its layout; any other needs the numbers in order.
  return same
    ? tracer.handle(tracer.in(x, tracer.layout(x)), shape, tracer.layout(x))
    : tracer.handle(tracer.reshape(tracer.plain(x), shape))
}

const expandDims: Lowering = (tracer, inputs, attrs) => {
  const x = input(inputs, 'input')
  const dim = attrs.dim as number
  const at = dim < 0 ? x.shape.length + 1 + dim : dim
  return tracer.handle(tracer.reshape(tracer.plain(x), [...x.shape.slice(0, at), 1, ...x.shape.slice(at)]))
}

/** Axes of a plain picture in [n, c, h, w]. */
const TO_NCHW = [0, 3, 1, 2]

/**
 * Where the last axis stays the last, whole runs of numbers are moved, several times as quickly as single ones. Axes 1 to 3
 * of a picture are only named differently in [n, c, h, w], so the operand or the result may be had in that order instead.
 */
const transpose: Lowering = (tracer, inputs, attrs) => {
  const x = input(inputs, 'x')
  const perm = attrs.perm as number[]
  const last = perm.at(-1)
  if (perm.length === 4 && last !== 3) {
    const shape = perm.map((axis) => x.shape[axis] as number)
    // Row i of the result in [n, c, h, w] is axis order[i] of x.
    const order = TO_NCHW.map((axis) => perm[axis] as number)
    if (order[3] === 3) return tracer.handle(tracer.transpose(tracer.plain(x), order), shape, 'nchw')
    const turned = perm.map((axis) => TO_NCHW.indexOf(axis))
    if (turned[3] === 3) return tracer.handle(tracer.transpose(tracer.in(x, 'nchw'), turned))
  }
  return tracer.handle(tracer.transpose(tracer.plain(x), perm))
}

const slice: Lowering = (tracer, inputs, attrs) => {
  const x = input(inputs, 'x')
  const [begin, size] = tf.slice_util.parseSliceParams(
    { shape: x.shape } as Parameters<typeof tf.slice_util.parseSliceParams>[0],
    attrs.begin as number[],
    attrs.size as number[],
  ) as [number[], number[]]
  const axes = x.shape.map((_, axis) => axis).filter((axis) => size[axis] !== x.shape[axis])
  if (axes.length === 0) return tracer.handle(tracer.plain(x))
  // Whole pictures are cut out as they lie.
  if (x.shape.length === 4 && axes.length === 1 && axes[0] === 0) {
    const from = begin[0] as number
    return picturesOf(tracer, x, from, from + (size[0] as number))
  }
  const starts = axes.map((axis) => begin[axis] as number)
  const ends = axes.map((axis) => (begin[axis] as number) + (size[axis] as number))
  return tracer.handle(tracer.slice(tracer.plain(x), axes, starts, ends))
}

const stridedSlice: Lowering = (tracer, inputs, attrs) => {
  const x = input(inputs, 'x')
  const info = tf.slice_util.sliceInfo(
    x.shape,
    attrs.begin as number[],
    attrs.end as number[],
    attrs.strides as number[],
    attrs.beginMask as number,
    attrs.endMask as number,
    attrs.ellipsisMask as number,
    attrs.newAxisMask as number,
    attrs.shrinkAxisMask as number,
  )
  if (info.strides.some((step) => step < 1))
    throw new Error('stridedSlice with negative strides cannot be traced: reverse first')
  const axes = x.shape.map((_, axis) => axis)
  const made = tracer.slice(tracer.plain(x), axes, info.begin, info.end, info.strides)
  return tracer.handle(tracer.reshape(made, info.finalShape))
}

const concat: Lowering = (tracer, inputs, attrs) => {
  const infos = listOf(inputs).filter((info) => info.shape.every((size) => size > 0))
  const first = infos[0] as TensorInfo
  const axis = axesOf(attrs.axis, first.shape.length)[0] as number
  // Whole pictures are put together as they lie.
  if (axis === 0 && first.shape.length === 4 && infos.length > 1) return together(tracer, infos)
  return tracer.handle(
    tracer.concat(
      infos.map((info) => tracer.plain(info)),
      axis,
    ),
  )
}

const pack: Lowering = (tracer, inputs, attrs) => {
  const infos = listOf(inputs)
  const axis = axesOf(attrs.axis, (infos[0] as TensorInfo).shape.length + 1)[0] as number
  const values = infos.map((info) =>
    tracer.reshape(tracer.plain(info), [...info.shape.slice(0, axis), 1, ...info.shape.slice(axis)]),
  )
  return tracer.handle(tracer.concat(values, axis))
}

const unpack: Lowering = (tracer, inputs, attrs) => {
  const x = input(inputs, 'value')
  const axis = axesOf(attrs.axis, x.shape.length)[0] as number
  const value = tracer.plain(x)
  const shape = x.shape.filter((_, position) => position !== axis)
  return Array.from({ length: x.shape[axis] as number }, (_, i) =>
    tracer.handle(tracer.reshape(tracer.slice(value, [axis], [i], [i + 1]), shape)),
  )
}

const split: Lowering = (tracer, inputs, attrs) => {
  const x = input(inputs, 'x')
  const axis = axesOf(attrs.axis, x.shape.length)[0] as number
  const sizes = tf.backend_util.prepareSplitSize(
    { shape: x.shape } as Parameters<typeof tf.backend_util.prepareSplitSize>[0],
    attrs.numOrSizeSplits as number | number[],
    axis,
  )
  let start = 0
  return sizes.map((size) => {
    const part = tracer.slice(tracer.plain(x), [axis], [start], [start + size])
    start += size
    return tracer.handle(part)
  })
}

const pad: Lowering = (tracer, inputs, attrs) => {
  const x = tracer.plain(input(inputs, 'x'))
  const paddings = attrs.paddings as [number, number][]
  if (paddings.every(([before, after]) => before === 0 && after === 0)) return tracer.handle(x)
  const shape = x.shape.map((size, axis) => size + (paddings[axis]?.[0] ?? 0) + (paddings[axis]?.[1] ?? 0))
  const amounts = tracer.builder.ints([...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)])
  const fill = tracer.builder.scalar(attrs.constantValue as number, x.type === 'int32' ? 'int32' : 'float32')
  return tracer.handle(tracer.op('Pad', [x, amounts, fill], { shape, type: x.type }, { mode: 'constant' }))
}

const gather: Lowering = (tracer, inputs, attrs) => {
  const x = input(inputs, 'x')
  const indices = input(inputs, 'indices')
  const axis = axesOf(attrs.axis ?? 0, x.shape.length)[0] as number
  if ((attrs.batchDims as number | undefined) ?? 0) throw new Error('gather with batchDims cannot be traced')
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)]
  const at = tracer.cast(tracer.plain(indices), 'int64')
  return tracer.handle(tracer.op('Gather', [tracer.plain(x), at], { shape, type: elementType(x) }, { axis }))
}

/** Rows whose number is below zero or past the end belong to no segment: they go to one more, which is cut off. */
const segmentSum: Lowering = (tracer, inputs, attrs) => {
  const { builder } = tracer
  const x = input(inputs, 'x')
  const ids = tracer.plain(input(inputs, 'segmentIds'))
  const count = attrs.numSegments as number
  const type = elementType(x)
  const truth = { shape: ids.shape, type: 'bool' as const }
  const below = tracer.op('Less', [ids, builder.scalar(0, 'int32')], truth)
  const past = builder.scalar(count, 'int32')
  const row = tracer.op('Min', [tracer.op('Where', [below, past, ids], ids), past], ids)
  const at = tracer.reshape(tracer.cast(row, 'int64'), [...ids.shape, 1])
  const shape = [count + 1, ...x.shape.slice(1)]
  const zeros = tracer.full(shape, 0, type)
  const all = tracer.op('ScatterND', [zeros, at, tracer.plain(x)], { shape, type }, { reduction: 'add' })
  return tracer.handle(tracer.slice(all, [0], [0], [count]))
}

const oneHot: Lowering = (tracer, inputs, attrs) => {
  const indices = input(inputs, 'indices')
  const type = ((attrs.dtype as string | undefined) ?? 'int32') === 'float32' ? 'float32' : 'int32'
  const depth = attrs.depth as number
  const shape = [...indices.shape, depth]
  const levels = tracer.builder.constant(
    Int32Array.from({ length: depth }, (_, i) => i),
    [depth],
    'int32',
  )
  const hit = tracer.op('Equal', [tracer.reshape(tracer.plain(indices), [...indices.shape, 1]), levels], {
    shape,
    type: 'bool',
  })
  const value = (v: unknown) => tracer.builder.scalar(v as number, type)
  return tracer.handle(
    tracer.op('Where', [hit, value(attrs.onValue ?? 1), value(attrs.offValue ?? 0)], { shape, type }),
  )
}

const tile: Lowering = (tracer, inputs, attrs) => {
  const x = tracer.plain(input(inputs, 'x'))
  const reps = attrs.reps as number[]
  const shape = x.shape.map((size, axis) => size * (reps[axis] ?? 1))
  if (reps.every((count) => count === 1)) return tracer.handle(x)
  // One number everywhere: as an Expand, elementwise kernels see that it need not be written out.
  if (sizeOf(x.shape) === 1) {
    const one = tracer.reshape(x, [])
    return tracer.handle(tracer.op('Expand', [one, tracer.builder.ints(shape)], { shape, type: x.type }))
  }
  return tracer.handle(tracer.op('Tile', [x, tracer.builder.ints(reps)], { shape, type: x.type }))
}

const reverse: Lowering = (tracer, inputs, attrs) => {
  const x = input(inputs, 'x')
  const axes = axesOf(attrs.dims, x.shape.length)
  if (axes.length === 0) return tracer.handle(tracer.plain(x))
  const made = axes.reduce<Value>((value, axis) => {
    const starts = [(value.shape[axis] as number) - 1]
    // The end of a backward slice stands before the first element.
    return tracer.slice(value, [axis], starts, [-(value.shape[axis] as number) - 1], [-1])
  }, tracer.plain(x))
  return tracer.handle(made)
}

export const shapes: Lowerings = {
  Reshape: reshape,
  ExpandDims: expandDims,
  Transpose: transpose,
  Slice: slice,
  StridedSlice: stridedSlice,
  Concat: concat,
  Pack: pack,
  Unpack: unpack,
  SplitV: split,
  PadV2: pad,
  GatherV2: gather,
  UnsortedSegmentSum: segmentSum,
  OneHot: oneHot,
  Tile: tile,
  Reverse: reverse,
}
