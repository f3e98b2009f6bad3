/** Kernels that work number by number, in whatever layout their operands are in. */
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { tf } from '../../tf.ts'
import { float, type ElementType, type Value } from '../../onnx/graph.ts'
import { canBlock, convert, physicalShape, type Layout } from '../layout.ts'
import type { Tracer } from '../tracer.ts'
import { elementType, input, type Inputs, type Lowering, type Lowerings } from './kernel.ts'

const sameShape = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((size, i) => size === b[i])

/** An operand as it must be to broadcast in a layout of the result. */
function operand(tracer: Tracer, info: TensorInfo, layout: Layout, shape: readonly number[]): Value {
  if (layout === 'plain' || info.shape.length === 0) return tracer.plain(info)
  if (sameShape(info.shape, shape)) return tracer.in(info, layout)
  const shape4 = [...Array(4 - info.shape.length).fill(1), ...info.shape] as [number, number, number, number]
  const [n, h, w, c] = shape4
  const value = tracer.reshape(tracer.plain(info), shape4)
  if (layout === 'nchw') return convert(tracer, value, shape4, 'plain', 'nchw')
  return c === 1 ? tracer.reshape(value, [n, 1, h, w, 1]) : convert(tracer, value, shape4, 'plain', 'blocked')
}

/** The layout an elementwise result is made in: that of the first full operand that is not plain. */
function commonLayout(tracer: Tracer, infos: readonly TensorInfo[], shape: readonly number[]): Layout {
  if (shape.length !== 4) return 'plain'
  const full = infos.find((info) => sameShape(info.shape, shape) && tracer.layout(info) !== 'plain')
  const layout = full ? tracer.layout(full) : 'plain'
  return layout === 'blocked' && !canBlock(shape[3] as number, tracer) ? 'nchw' : layout
}

/** The number a tensor holds everywhere, when it was made by spreading one: ops broadcast it for nothing. */
function everywhere(tracer: Tracer, info: TensorInfo): Value | undefined {
  const node = tracer.forms(info).get('plain')?.node
  const source = node?.op === 'Expand' ? node.inputs[0] : undefined
  return source && source.shape.length === 0 ? source : undefined
}

type Combine = (tracer: Tracer, operands: Value[], result: { shape: readonly number[]; type: ElementType }) => Value

function combine(tracer: Tracer, infos: readonly TensorInfo[], type: ElementType, make: Combine): TensorInfo {
  const shape = infos.reduce<number[]>(
    (joint, info) => tf.broadcast_util.assertAndGetBroadcastShape(joint, info.shape),
    [],
  )
  const layout = commonLayout(tracer, infos, shape)
  const physical = physicalShape(shape, layout, tracer.target.block)
  const operands = infos.map((info) => {
    const one = everywhere(tracer, info)
    // The result keeps its shape only while another operand has it.
    const carried = infos.some((other) => other !== info && sameShape(other.shape, shape) && !everywhere(tracer, other))
    return one && carried ? one : operand(tracer, info, layout, shape)
  })
  return tracer.handle(make(tracer, operands, { shape: physical, type }), shape, layout)
}

const unary =
  (make: (tracer: Tracer, x: Value) => Value): Lowering =>
  (tracer, inputs) => {
    const x = input(inputs, 'x')
    const layout = tracer.layout(x)
    return tracer.handle(make(tracer, tracer.in(x, layout)), x.shape, layout)
  }

const named = (op: string, attributes = {}) => unary((tracer, x) => tracer.op(op, [x], x, attributes))

const binary =
  (op: string, result?: 'bool'): Lowering =>
  (tracer, inputs) => {
    const a = input(inputs, 'a')
    return combine(tracer, [a, input(inputs, 'b')], result ?? elementType(a), (t, operands, type) =>
      t.op(op, operands, type),
    )
  }

/** ONNX Runtime's Where takes numbers only; among truth values the choice is written out. */
function choose(tracer: Tracer, operands: readonly Value[], result: { shape: readonly number[]; type: ElementType }) {
  if (result.type !== 'bool') return tracer.op('Where', operands, result)
  const [condition, t, e] = operands as [Value, Value, Value]
  const otherwise = tracer.op('Not', [condition], { shape: condition.shape, type: 'bool' })
  return tracer.op('Or', [tracer.op('And', [condition, t], result), tracer.op('And', [otherwise, e], result)], result)
}

const select: Lowering = (tracer, inputs) => {
  const [condition, t, e] = ['condition', 't', 'e'].map((name) => input(inputs, name)) as [
    TensorInfo,
    TensorInfo,
    TensorInfo,
  ]
  const rank1 = condition.shape.length === 1 && t.shape.length > 1
  const mask = rank1
    ? tracer.handle(tracer.reshape(tracer.plain(condition), [...condition.shape, ...t.shape.slice(1).map(() => 1)]))
    : condition
  return combine(tracer, [mask, t, e], elementType(t), choose)
}

const like =
  (value: number): Lowering =>
  (tracer, inputs) => {
    const x = input(inputs, 'x')
    return tracer.handle(tracer.full(x.shape, value, elementType(x)))
  }

const constant = (tracer: Tracer, x: Value, value: number) =>
  tracer.builder.scalar(value, x.type === 'int32' ? 'int32' : 'float32')

/** A slope that takes the smallest normal number, 2^-126, to 1. */
const STEEP = float(2 ** 126)

/**
 * 1 above zero, else 0; NaN stays NaN. A sigmoid of straight lines so steep that nothing lies between: one pass on all
 * threads, where Sign and Cast take one thread.
 */
export function above(tracer: Tracer, x: Value): Value {
  return tracer.op('HardSigmoid', [x], x, { alpha: STEEP, beta: float(0) })
}

/** step(x) is 0 below zero, 1 above, and `alpha` takes the place of 0; NaN stays NaN. */
const step: Lowering = (tracer, inputs, attrs) => {
  const alpha = (attrs.alpha as number | undefined) ?? 0
  return unary((t, x) => {
    if (alpha === 0 && x.type === 'float32') return above(t, x)
    const positive = t.op('Greater', [x, constant(t, x, 0)], { shape: x.shape, type: 'bool' })
    const value = t.op('Where', [positive, constant(t, x, 1), constant(t, x, alpha)], x)
    if (x.type !== 'float32') return value
    const isNaN = t.op('IsNaN', [x], { shape: x.shape, type: 'bool' })
    return t.op('Where', [isNaN, x, value], x)
  })(tracer, inputs, attrs)
}

const clip: Lowering = (tracer, inputs, attrs) =>
  unary((t, x) =>
    t.op('Clip', [x, constant(t, x, attrs.clipValueMin as number), constant(t, x, attrs.clipValueMax as number)], x),
  )(tracer, inputs, attrs)

const castTo: Lowering = (tracer, inputs, attrs) => {
  const x = input(inputs, 'x')
  const type = elementType({ ...x, dtype: attrs.dtype as TensorInfo['dtype'] })
  return unary((t, value) => t.cast(value, type))(tracer, inputs, attrs)
}

const addN: Lowering = (tracer, inputs: Inputs) => {
  const infos = Object.values(inputs)
  return combine(tracer, infos, elementType(infos[0] as TensorInfo), (t, operands, type) =>
    operands.reduce((sum, value) => t.op('Add', [sum, value], type)),
  )
}

/** log(1 + x) that keeps what 1 + x loses of a small x (Higham 2002, section 1.14.1). */
function log1p(t: Tracer, x: Value): Value {
  const one = constant(t, x, 1)
  const sum = t.op('Add', [x, one], x)
  const same = (other: Value) => t.op('Equal', [sum, other], { shape: x.shape, type: 'bool' })
  const lost = t.op('Div', [x, t.op('Sub', [sum, one], x)], x)
  // Where 1 + x is x, infinity included, nothing is lost.
  const factor = t.op('Where', [same(x), one, lost], x)
  return t.op('Where', [same(one), x, t.op('Mul', [t.op('Log', [sum], x), factor], x)], x)
}

/** exp(x) - 1 by the hyperbolic tangent near zero, where the difference would lose x. */
function expm1(t: Tracer, x: Value): Value {
  const number = (value: number) => constant(t, x, value)
  const tanh = t.op('Tanh', [t.op('Mul', [x, number(0.5)], x)], x)
  const near = t.op('Div', [t.op('Mul', [tanh, number(2)], x), t.op('Sub', [number(1), tanh], x)], x)
  const far = t.op('Sub', [t.op('Exp', [x], x), number(1)], x)
  const small = t.op('Less', [t.op('Abs', [x], x), number(0.5)], { shape: x.shape, type: 'bool' })
  return t.op('Where', [small, near, far], x)
}

const square = (t: Tracer, x: Value) => t.op('Mul', [x, x], x)

export const elementwise: Lowerings = {
  Add: binary('Add'),
  Sub: binary('Sub'),
  Multiply: binary('Mul'),
  RealDiv: binary('Div'),
  Maximum: binary('Max'),
  Minimum: binary('Min'),
  Pow: binary('Pow'),
  Greater: binary('Greater', 'bool'),
  GreaterEqual: binary('GreaterOrEqual', 'bool'),
  Less: binary('Less', 'bool'),
  LessEqual: binary('LessOrEqual', 'bool'),
  Equal: binary('Equal', 'bool'),
  LogicalAnd: binary('And', 'bool'),
  LogicalOr: binary('Or', 'bool'),
  NotEqual: (tracer, inputs) => {
    const infos = [input(inputs, 'a'), input(inputs, 'b')]
    return combine(tracer, infos, 'bool', (t, operands, type) => t.op('Not', [t.op('Equal', operands, type)], type))
  },
  SquaredDifference: (tracer, inputs) => {
    const a = input(inputs, 'a')
    return combine(tracer, [a, input(inputs, 'b')], elementType(a), (t, operands, type) =>
      square(t, t.op('Sub', operands, type)),
    )
  },
  // Whole numbers in any case, as TensorFlow.js has it; beyond 2^24 the quotient loses its last digits.
  FloorDiv: (tracer, inputs) =>
    combine(tracer, [input(inputs, 'a'), input(inputs, 'b')], 'int32', (t, operands, type) => {
      const quotient = { shape: type.shape, type: 'float32' as const }
      const numbers = operands.map((value) => t.cast(value, 'float32'))
      return t.cast(t.op('Floor', [t.op('Div', numbers, quotient)], quotient), 'int32')
    }),
  AddN: addN,
  Select: select,
  Abs: named('Abs'),
  Neg: named('Neg'),
  Exp: unary((t, x) => t.op('Exp', [t.cast(x, 'float32')], { shape: x.shape, type: 'float32' })),
  Log: named('Log'),
  Sqrt: named('Sqrt'),
  Sigmoid: named('Sigmoid'),
  Tanh: named('Tanh'),
  Relu: named('Relu'),
  Softplus: named('Softplus'),
  Sign: named('Sign'),
  Floor: named('Floor'),
  Ceil: named('Ceil'),
  Round: unary((t, x) => (x.type === 'int32' ? x : t.op('Round', [x], x))),
  Sin: named('Sin'),
  Cos: named('Cos'),
  Erf: named('Erf'),
  Reciprocal: named('Reciprocal'),
  LogicalNot: named('Not'),
  IsNan: unary((t, x) => t.op('IsNaN', [x], { shape: x.shape, type: 'bool' })),
  Identity: unary((_, x) => x),
  Square: unary(square),
  Rsqrt: unary((t, x) => t.op('Reciprocal', [t.op('Sqrt', [x], x)], x)),
  Log1p: unary(log1p),
  Expm1: unary(expm1),
  Relu6: unary((t, x) => t.op('Clip', [x, constant(t, x, 0), constant(t, x, 6)], x)),
  Elu: named('Elu'),
  EluGrad: (tracer, inputs) =>
    combine(tracer, [input(inputs, 'dy'), input(inputs, 'y')], 'float32', (t, [dy, y], type) => {
      const positive = t.op('GreaterOrEqual', [y, constant(t, y as Value, 0)], { ...type, type: 'bool' })
      const below = t.op('Mul', [dy, t.op('Add', [y, constant(t, y as Value, 1)], type)], type)
      return t.op('Where', [positive, dy, below], type)
    }),
  LeakyRelu: (tracer, inputs, attrs) =>
    named('LeakyRelu', { alpha: float(attrs.alpha as number) })(tracer, inputs, attrs),
  Step: step,
  ClipByValue: clip,
  Cast: castTo,
  ZerosLike: like(0),
  OnesLike: like(1),
  Range: (tracer, _inputs, attrs) => {
    const { start, stop, step: by } = attrs as { start: number; stop: number; step: number }
    const numbers = Array.from({ length: Math.max(0, Math.ceil((stop - start) / by)) }, (_, i) => start + i * by)
    const type = attrs.dtype === 'int32' ? 'int32' : 'float32'
    const data = type === 'int32' ? Int32Array.from(numbers) : Float32Array.from(numbers)
    return tracer.handle(tracer.builder.constant(data, [data.length], type))
  },
  Fill: (tracer, _inputs, attrs) => {
    const type = elementType({
      dataId: {},
      shape: [],
      dtype: (attrs.dtype as TensorInfo['dtype'] | undefined) ?? 'float32',
    })
    return tracer.handle(tracer.full(attrs.shape as number[], attrs.value as number, type))
  },
}
