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

type Combine = (tracer: Tracer, operands: Value[], result: { shape: readonly number[]; type: ElementType }) => Value

function combine(tracer: Tracer, infos: readonly TensorInfo[], type: ElementType, make: Combine): TensorInfo {
  const shape = infos.reduce<number[]>(
    (joint, info) => tf.broadcast_util.assertAndGetBroadcastShape(joint, info.shape),
    [],
  )
  const layout = commonLayout(tracer, infos, shape)
  const physical = physicalShape(shape, layout, tracer.target.block)
  const operands = infos.map((info) => operand(tracer, info, layout, shape))
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
  return combine(tracer, [mask, t, e], elementType(t), (tr, operands, type) => tr.op('Where', operands, type))
}

const like =
  (value: number): Lowering =>
  (tracer, inputs) => {
    const x = input(inputs, 'x')
    return tracer.handle(tracer.full(x.shape, value, elementType(x)))
  }

const constant = (tracer: Tracer, x: Value, value: number) =>
  tracer.builder.scalar(value, x.type === 'int32' ? 'int32' : 'float32')

/** step(x) is 0 below zero, 1 above, and `alpha` takes the place of 0; NaN stays NaN. */
const step: Lowering = (tracer, inputs, attrs) => {
  const alpha = (attrs.alpha as number | undefined) ?? 0
  return unary((t, x) => {
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
  FloorDiv: (tracer, inputs) => {
    const a = input(inputs, 'a')
    return combine(tracer, [a, input(inputs, 'b')], elementType(a), (t, [x, y], type) => {
      const quotient = t.op('Div', [t.cast(x as Value, 'float32'), t.cast(y as Value, 'float32')], {
        ...type,
        type: 'float32',
      })
      return t.cast(t.op('Floor', [quotient], quotient), type.type)
    })
  },
  AddN: addN,
  Select: select,
  Abs: named('Abs'),
  Neg: named('Neg'),
  Exp: named('Exp'),
  Log: named('Log'),
  Sqrt: named('Sqrt'),
  Sigmoid: named('Sigmoid'),
  Tanh: named('Tanh'),
  Relu: named('Relu'),
  Softplus: named('Softplus'),
  Sign: named('Sign'),
  Floor: named('Floor'),
  Ceil: named('Ceil'),
  Round: named('Round'),
  Sin: named('Sin'),
  Cos: named('Cos'),
  Erf: named('Erf'),
  Reciprocal: named('Reciprocal'),
  LogicalNot: named('Not'),
  IsNan: unary((t, x) => t.op('IsNaN', [x], { shape: x.shape, type: 'bool' })),
  Identity: unary((_, x) => x),
  Square: unary(square),
  Rsqrt: unary((t, x) => t.op('Reciprocal', [t.op('Sqrt', [x], x)], x)),
  Log1p: unary((t, x) => t.op('Log', [t.op('Add', [x, constant(t, x, 1)], x)], x)),
  Expm1: unary((t, x) => t.op('Sub', [t.op('Exp', [x], x), constant(t, x, 1)], x)),
  Relu6: unary((t, x) => t.op('Clip', [x, constant(t, x, 0), constant(t, x, 6)], x)),
  Elu: named('Elu'),
  LeakyRelu: (tracer, inputs, attrs) =>
    named('LeakyRelu', { alpha: float(attrs.alpha as number) })(tracer, inputs, attrs),
  Step: step,
  ClipByValue: clip,
  Cast: castTo,
  ZerosLike: like(0),
  OnesLike: like(1),
  Fill: (tracer, _inputs, attrs) => {
    const type = elementType({
      dataId: {},
      shape: [],
      dtype: (attrs.dtype as TensorInfo['dtype'] | undefined) ?? 'float32',
    })
    return tracer.handle(tracer.full(attrs.shape as number[], attrs.value as number, type))
  },
}
