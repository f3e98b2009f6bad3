/** Sums over axes and products of matrices. */
import { floatAttribute, intAttribute, intsAttribute, type NodeProto } from '../../../engine/onnx-file/index.ts'
import { TO_NHWC, unsupported, type Converter } from '../converter.ts'
import { attr } from '../graph-def.ts'
import { ends, FLOAT, type ConvertOp, type ConvertOps } from './convert-op.ts'

/** Over axes given by attribute (old versions) or by a second operand. */
function reduce(op: string): ConvertOp {
  return (c, node) => {
    const { x, y } = ends(node)
    const rank = c.shape(x).length
    const given = node.input[1] ? c.numbers(node, 1) : intsAttribute(node, 'axes')
    const axes = (given ?? c.shape(x).map((_, axis) => axis)).map((axis) => (axis + rank) % rank)
    const keep = (intAttribute(node, 'keepdims') ?? 1) === 1
    // Without rows and columns only [n, c] is left, in either form.
    const isPicture = rank === 4 && c.has(x, 'nhwc') && axes.includes(2) && axes.includes(3)
    const positions = isPicture ? axes.map((axis) => TO_NHWC.indexOf(axis as 0)) : axes
    const attributes = { ...FLOAT, keep_dims: attr.flag(keep), Tidx: attr.type('DT_INT32') }
    const made = c.op(y, op, [c.get(x, isPicture ? 'nhwc' : 'plain'), c.ints(positions)], attributes)
    c.set(y, isPicture && keep ? 'nhwc' : 'plain', made)
  }
}

function product(c: Converter, hint: string, a: string, b: string, turn: { a?: boolean; b?: boolean } = {}): string {
  return c.op(hint, 'MatMul', [a, b], {
    ...FLOAT,
    transpose_a: attr.flag(turn.a ?? false),
    transpose_b: attr.flag(turn.b ?? false),
  })
}

function matMul(c: Converter, node: NodeProto): void {
  const { x, y } = ends(node)
  const other = node.input[1] ?? ''
  if (c.shape(x).length !== 2 || c.shape(other).length !== 2) throw unsupported('MatMul of anything but two matrices')
  c.set(y, 'plain', product(c, y, c.get(x), c.get(other)))
}

/** alpha * A B + beta * C */
function gemm(c: Converter, node: NodeProto): void {
  const { x, y } = ends(node)
  const turn = { a: intAttribute(node, 'transA') === 1, b: intAttribute(node, 'transB') === 1 }
  let made = product(c, `${y}/product`, c.get(x), c.get(node.input[1] ?? ''), turn)
  const alpha = floatAttribute(node, 'alpha') ?? 1
  if (alpha !== 1) made = c.op(`${y}/alpha`, 'Mul', [made, c.scalar(alpha)], FLOAT)
  if (node.input[2]) {
    const beta = floatAttribute(node, 'beta') ?? 1
    let shift = c.get(node.input[2])
    if (beta !== 1) shift = c.op(`${y}/beta`, 'Mul', [shift, c.scalar(beta)], FLOAT)
    made = c.op(y, 'AddV2', [made, shift], FLOAT)
  }
  c.set(y, 'plain', made)
}

/** TensorFlow takes it over the last axis. */
function softmax(c: Converter, node: NodeProto): void {
  const { x, y } = ends(node)
  const rank = c.shape(x).length
  const axis = intAttribute(node, 'axis') ?? -1
  if ((axis + rank) % rank !== rank - 1) throw unsupported('Softmax over anything but the last axis')
  c.set(y, 'plain', c.op(y, 'Softmax', [c.get(x)], FLOAT))
}

export const rowOps: ConvertOps = {
  ReduceMean: reduce('Mean'),
  ReduceSum: reduce('Sum'),
  ReduceMax: reduce('Max'),
  ReduceMin: reduce('Min'),
  MatMul: matMul,
  Gemm: gemm,
  Softmax: softmax,
}
