/** Ops that work number by number, in whichever form their operands are. */
import { floatAttribute, intAttribute, type NodeProto } from '../../../engine/onnx-file/index.ts'
import { unsupported, type Converter, type Form } from '../converter.ts'
import { attr, type AttrValue } from '../graph-def.ts'
import { ends, FLOAT, type ConvertOp, type ConvertOps } from './convert-op.ts'

/** The form a value is there in for nothing. */
function formOf(c: Converter, value: string): Form {
  return c.has(value, 'nhwc') && !c.has(value, 'plain') ? 'nhwc' : 'plain'
}

type Make = (node: string, hint: string) => string

/** One operand in, one result of its shape out. */
function unary(make: (c: Converter, node: NodeProto) => Make): ConvertOp {
  return (c, node) => {
    const { x, y } = ends(node)
    const form = formOf(c, x)
    c.set(y, form, make(c, node)(c.get(x, form), y))
  }
}

const named = (op: string, attributes: (node: NodeProto) => Record<string, AttrValue> = () => ({})) =>
  unary((c, node) => (x, hint) => c.op(hint, op, [x], { ...FLOAT, ...attributes(node) }))

const isNumber = (shape: readonly (number | null)[]) => shape.every((size) => size === 1)

/** Operands of a node in one form that lets them broadcast as in ONNX. */
function operands(c: Converter, node: NodeProto): { form: Form; nodes: string[] } {
  const rank = Math.max(...node.input.map((name) => c.shape(name).length))
  const fits = (name: string) => c.shape(name).length === 4 || c.constant(name) !== undefined || isNumber(c.shape(name))
  const wanted = node.input.some((name) => !c.constant(name) && formOf(c, name) === 'nhwc')
  const form: Form = rank === 4 && wanted && node.input.every(fits) ? 'nhwc' : 'plain'
  const nodes = node.input.map((name) => c.get(name, form === 'nhwc' && !isNumber(c.shape(name)) ? 'nhwc' : 'plain'))
  return { form, nodes }
}

function binary(op: string): ConvertOp {
  return (c, node) => {
    const { x, y } = ends(node)
    const { form, nodes } = operands(c, node)
    const T = attr.type(c.type(x))
    // Min, Max and Sum take any number of operands.
    const last = nodes.reduce((left, right, i) =>
      c.op(i === nodes.length - 1 ? y : `${y}/${i}`, op, [left, right], { T }),
    )
    c.set(y, form, nodes.length === 1 ? c.op(y, 'Identity', [last], { T }) : last)
  }
}

function clip(c: Converter, node: NodeProto): Make {
  // Before version 11 the bounds were attributes.
  const bound = (input: number, name: string, none: number) =>
    node.input[input] ? (c.numbers(node, input)[0] ?? none) : (floatAttribute(node, name) ?? none)
  const [low, high] = [bound(1, 'min', -3.4e38), bound(2, 'max', 3.4e38)]
  if (low === 0 && high === 6) return (x, hint) => c.op(hint, 'Relu6', [x], FLOAT)
  return (x, hint) => c.op(hint, 'ClipByValue', [x, c.scalar(low), c.scalar(high)], FLOAT)
}

/** clip(alpha * x + beta, 0, 1) */
function hardSigmoid(c: Converter, alpha: number, beta: number): Make {
  return (x, hint) => {
    const scaled = c.op(`${hint}/scaled`, 'Mul', [x, c.scalar(alpha)], FLOAT)
    const shifted = c.op(`${hint}/shifted`, 'AddV2', [scaled, c.scalar(beta)], FLOAT)
    return c.op(hint, 'ClipByValue', [shifted, c.scalar(0), c.scalar(1)], FLOAT)
  }
}

function hardSwish(c: Converter): Make {
  return (x, hint) => c.op(hint, 'Mul', [x, hardSigmoid(c, 1 / 6, 0.5)(x, `${hint}/gate`)], FLOAT)
}

const TYPES: Readonly<Record<number, 'DT_FLOAT' | 'DT_INT32' | 'DT_BOOL'>> = {
  1: 'DT_FLOAT',
  2: 'DT_INT32',
  6: 'DT_INT32',
  7: 'DT_INT32',
  9: 'DT_BOOL',
}

function cast(c: Converter, node: NodeProto): Make {
  const to = intAttribute(node, 'to') ?? 0
  const type = TYPES[to]
  if (!type) throw unsupported(`Cast to ONNX type ${to}`)
  return (x, hint) => c.op(hint, 'Cast', [x], { SrcT: attr.type(c.type(ends(node).x)), DstT: attr.type(type) })
}

export const elementwiseOps: ConvertOps = {
  Add: binary('AddV2'),
  Sum: binary('AddV2'),
  Sub: binary('Sub'),
  Mul: binary('Mul'),
  Div: binary('RealDiv'),
  Pow: binary('Pow'),
  Min: binary('Minimum'),
  Max: binary('Maximum'),
  Relu: named('Relu'),
  Sigmoid: named('Sigmoid'),
  Tanh: named('Tanh'),
  Sqrt: named('Sqrt'),
  Exp: named('Exp'),
  Log: named('Log'),
  Neg: named('Neg'),
  Abs: named('Abs'),
  Sign: named('Sign'),
  Erf: named('Erf'),
  Floor: named('Floor'),
  Reciprocal: named('Reciprocal'),
  Softplus: named('Softplus'),
  Elu: named('Elu'),
  Identity: named('Identity'),
  LeakyRelu: named('LeakyRelu', (node) => ({ alpha: attr.float(floatAttribute(node, 'alpha') ?? 0.01) })),
  Clip: unary(clip),
  Cast: unary(cast),
  HardSigmoid: unary((c, node) =>
    hardSigmoid(c, floatAttribute(node, 'alpha') ?? 0.2, floatAttribute(node, 'beta') ?? 0.5),
  ),
  HardSwish: unary(hardSwish),
}
