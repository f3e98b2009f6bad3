/** Ops that move numbers about. */
import { intAttribute, intsAttribute, type NodeProto } from '../../../engine/onnx-file/index.ts'
import { TO_NCHW, TO_NHWC, unsupported, type Converter } from '../converter.ts'
import { attr } from '../graph-def.ts'
import { ends, FLOAT, type ConvertOps } from './convert-op.ts'

const INDEX = { ...FLOAT, Index: attr.type('DT_INT32') }

const same = (a: readonly unknown[], b: readonly unknown[]) => a.length === b.length && a.every((x, i) => x === b[i])

/** The result's shape is known, whatever computed it in ONNX; only the batch stays open. */
function reshape(c: Converter, node: NodeProto): void {
  const { x, y } = ends(node)
  const [from, to] = [c.shape(x), c.shape(y)]
  // [n, h, w, 1] and [n, 1, h, w] hold the same numbers in the same order: one is the other's second form.
  if (
    same(
      to,
      TO_NCHW.map((axis) => from[axis]),
    ) &&
    from.length === 4 &&
    from[3] === 1
  )
    return c.set(y, 'nhwc', c.get(x))
  if (
    same(
      to,
      TO_NHWC.map((axis) => from[axis]),
    ) &&
    from.length === 4 &&
    from[1] === 1
  )
    return c.set(y, 'plain', c.get(x, 'nhwc'))
  if (to.filter((size) => size === null).length > 1) throw unsupported(`${node.opType} with two free dimensions`)
  const shape = c.ints(to.map((size) => size ?? -1))
  c.set(y, 'plain', c.op(y, 'Reshape', [c.get(x), shape], { T: attr.type(c.type(x)), Tshape: attr.type('DT_INT32') }))
}

function transpose(c: Converter, node: NodeProto): void {
  const { x, y } = ends(node)
  const order = intsAttribute(node, 'perm') ?? [...c.shape(x).keys()].reverse()
  // The two that only change between the forms cost nothing.
  if (same(order, TO_NHWC)) return c.set(y, 'plain', c.get(x, 'nhwc'))
  if (same(order, TO_NCHW)) return c.set(y, 'nhwc', c.get(x))
  c.set(y, 'plain', c.transpose(y, c.get(x), order))
}

function concat(c: Converter, node: NodeProto): void {
  const { y } = ends(node)
  const rank = c.shape(y).length
  const axis = ((intAttribute(node, 'axis') ?? 0) + rank) % rank
  const isPicture = rank === 4 && node.input.every((name) => c.has(name, 'nhwc'))
  const form = isPicture ? 'nhwc' : 'plain'
  const position = isPicture ? TO_NHWC.indexOf(axis as 0) : axis
  const inputs = [...node.input.map((name) => c.get(name, form)), c.scalar(position, 'int32')]
  const attributes = { ...FLOAT, N: attr.int(node.input.length), Tidx: attr.type('DT_INT32') }
  c.set(y, form, c.op(y, 'ConcatV2', inputs, attributes))
}

/** A slice by constants; a whole axis backwards is a reversal. */
function slice(c: Converter, node: NodeProto): void {
  const { x, y } = ends(node)
  const shape = c.shape(x)
  const [starts, ends_] = [c.numbers(node, 1), c.numbers(node, 2)]
  const axes = (node.input[3] ? c.numbers(node, 3) : starts.map((_, i) => i)).map(
    (axis) => (axis + shape.length) % shape.length,
  )
  const steps = node.input[4] ? c.numbers(node, 4) : starts.map(() => 1)
  if (axes.some((axis) => shape[axis] === null)) throw unsupported('Slice of the batch')
  const T = attr.type(c.type(x))
  if (steps.every((step) => step === -1)) {
    const whole = axes.every((axis, i) => {
      const size = shape[axis] as number
      return (starts[i] === -1 || (starts[i] ?? 0) >= size - 1) && (ends_[i] ?? 0) < -size
    })
    if (!whole) throw unsupported('Slice backwards over part of an axis')
    return c.set(y, 'plain', c.op(y, 'ReverseV2', [c.get(x), c.ints(axes)], { T, Tidx: attr.type('DT_INT32') }))
  }
  if (steps.some((step) => step < 1)) throw unsupported('Slice forwards and backwards at once')
  const begin = shape.map(() => 0)
  const end = shape.map((size) => size ?? 0)
  const stride = shape.map(() => 1)
  axes.forEach((axis, i) => {
    const size = shape[axis] as number
    const clamp = (value: number) => Math.min(size, Math.max(0, value < 0 ? value + size : value))
    begin[axis] = clamp(starts[i] ?? 0)
    end[axis] = clamp(ends_[i] ?? size)
    stride[axis] = steps[i] ?? 1
  })
  // A set bit takes the axis to its end, whatever stands in `end`.
  const mask = shape.reduce<number>((bits, size, axis) => (size === null ? bits | (1 << axis) : bits), 0)
  const attributes = { ...INDEX, T, end_mask: attr.int(mask), begin_mask: attr.int(mask) }
  c.set(y, 'plain', c.op(y, 'StridedSlice', [c.get(x), c.ints(begin), c.ints(end), c.ints(stride)], attributes))
}

function gather(c: Converter, node: NodeProto): void {
  const { x, y } = ends(node)
  const rank = c.shape(x).length
  const axis = ((intAttribute(node, 'axis') ?? 0) + rank) % rank
  const attributes = { Tparams: attr.type(c.type(x)), Tindices: attr.type('DT_INT32'), Taxis: attr.type('DT_INT32') }
  c.set(y, 'plain', c.op(y, 'GatherV2', [c.get(x), c.get(node.input[1] ?? ''), c.scalar(axis, 'int32')], attributes))
}

function pad(c: Converter, node: NodeProto): void {
  const { x, y } = ends(node)
  const amounts = c.numbers(node, 1)
  const rank = amounts.length / 2
  if (rank !== c.shape(x).length || Math.min(...amounts) < 0)
    throw unsupported('Pad of some axes only, or that cuts off')
  const fill = node.input[2] ? (c.numbers(node, 2)[0] ?? 0) : 0
  const data = Int32Array.from(amounts, (_, i) => amounts[(i >> 1) + (i & 1) * rank] ?? 0)
  const paddings = c.weight(`${y}/paddings`, { shape: [rank, 2], type: 'int32', data })
  c.set(y, 'plain', c.op(y, 'PadV2', [c.get(x), paddings, c.scalar(fill)], FLOAT))
}

export const moveOps: ConvertOps = {
  Reshape: reshape,
  Flatten: reshape,
  Squeeze: reshape,
  Unsqueeze: reshape,
  Transpose: transpose,
  Concat: concat,
  Slice: slice,
  Gather: gather,
  Pad: pad,
}
