/** Kernels of two operands and more, with broadcasting in every layout. */
import fc from 'fast-check'
import { tf, type Tensor } from '../../tf.ts'
import { asKind, asNumbers, asPicture, channels, fills, kernelCase, ofKind, shapeOf, whole } from './case.ts'
import type { Fill, Kind, KernelCase } from './case.ts'

/** A result shape, and two shapes that broadcast to it: axes made 1, leading axes left out. */
export const broadcastShapes = fc
  .oneof(shapeOf(0, 4, 4), fc.tuple(whole(1, 3), whole(1, 3), whole(1, 3), channels))
  .chain((shape: number[]) =>
    fc
      .tuple(...[0, 1].map(() => fc.tuple(fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), whole(0, 5))))
      .map((masks) => {
        const given = masks.map(([single, left]) =>
          shape.map((size, axis) => (single[axis] ? 1 : size)).slice(left > shape.length ? 0 : left),
        )
        return { a: given[0] as number[], b: given[1] as number[] }
      }),
  )

/** Whether an operand of four axes comes out of a convolution. */
const places = fc.record({ a: fc.boolean(), b: fc.boolean() })
const put = (x: Tensor, picture: boolean) => (picture && x.shape.length === 4 ? asPicture(x) : x)

interface Binary {
  readonly kernel: string
  readonly run: (a: Tensor, b: Tensor) => Tensor
  readonly kind?: Kind
  readonly fillA?: Fill
  readonly fillB?: Fill
  /** `same` where TensorFlow.js' gradient does not sum over what was broadcast. @default 'always' */
  readonly gradient?: 'always' | 'same' | 'never'
}

const binary = ({ kernel, run, kind = 'float32', fillA, fillB, gradient = 'always' }: Binary, name = kernel) =>
  kernelCase(
    `${name} of ${kind}`,
    [kernel],
    fc.record({ shapes: broadcastShapes, picture: places }),
    ({ shapes, picture }) => ({
      inputs: { a: ofKind(kind, shapes.a, fillA), b: ofKind(kind, shapes.b, fillB) },
      run: ({ a, b }) => {
        const operands = [put(a!, picture.a && kind === 'float32'), put(b!, picture.b && kind === 'float32')]
        const [left, right] = operands.map((x) => asKind(x, kind)) as [Tensor, Tensor]
        return asNumbers(run(left, right))
      },
      ...(kind === 'float32' &&
        (gradient === 'always' || (gradient === 'same' && shapes.a.join() === shapes.b.join())) && {
          gradients: ['a', 'b'],
        }),
    }),
  )

const arithmetic: Binary[] = [
  { kernel: 'Add', run: tf.add },
  { kernel: 'Sub', run: tf.sub },
  { kernel: 'Multiply', run: tf.mul },
  { kernel: 'RealDiv', run: tf.div, fillB: fills.divisor },
  { kernel: 'Pow', run: tf.pow, fillA: fills.positive },
  { kernel: 'SquaredDifference', run: tf.squaredDifference, gradient: 'same' },
  { kernel: 'Maximum', run: tf.maximum, fillA: fills.halves, fillB: fills.halves, gradient: 'same' },
  { kernel: 'Minimum', run: tf.minimum, fillA: fills.halves, fillB: fills.halves, gradient: 'same' },
]

const comparisons: Binary[] = (
  [
    ['Greater', tf.greater],
    ['GreaterEqual', tf.greaterEqual],
    ['Less', tf.less],
    ['LessEqual', tf.lessEqual],
    ['Equal', tf.equal],
    ['NotEqual', tf.notEqual],
  ] as const
).map(([kernel, run]) => ({ kernel, run, fillA: fills.halves, fillB: fills.halves, gradient: 'never' as const }))

/** Whole numbers where TensorFlow.js keeps them whole. */
const wholes: Binary[] = [
  ...arithmetic.filter(({ kernel }) => kernel !== 'RealDiv' && kernel !== 'Pow'),
  ...comparisons,
].map(({ kernel, run }) => ({ kernel, run, kind: 'int32' }))

/** Without powers: 1 to the power of NaN is 1 in IEEE 754 and NaN in JavaScript. */
const specials: Binary[] = [...arithmetic.filter(({ kernel }) => kernel !== 'Pow'), ...comparisons].map(
  ({ kernel, run }) => ({
    kernel,
    run,
    fillA: fills.special,
    fillB: fills.special,
    gradient: 'never',
  }),
)

const truths: Binary[] = [
  { kernel: 'LogicalAnd', run: tf.logicalAnd, kind: 'bool' },
  { kernel: 'LogicalOr', run: tf.logicalOr, kind: 'bool' },
  { kernel: 'Equal', run: tf.equal, kind: 'bool' },
  { kernel: 'NotEqual', run: tf.notEqual, kind: 'bool' },
]

const others: KernelCase[] = [
  kernelCase(
    'Pow with whole exponents of any base',
    ['Pow'],
    fc.record({ shape: shapeOf(0, 3), exponent: whole(0, 4) }),
    ({ shape, exponent }) => ({
      inputs: { a: ofKind('float32', shape, fills.divisor), i: ofKind('int32', shape) },
      run: ({ a, i }) => [tf.pow(a!, exponent), tf.pow(i!, tf.scalar(exponent, 'int32'))],
      gradients: ['a'],
    }),
  ),
  kernelCase('FloorDiv of whole numbers', ['FloorDiv'], broadcastShapes, (shapes) => ({
    inputs: { a: ofKind('int32', shapes.a), b: ofKind('int32', shapes.b, fills.wholeDivisor) },
    run: ({ a, b }) => [tf.floorDiv(a!, b!), tf.div(a!, b!)],
  })),
  kernelCase('FloorDiv of float32', ['FloorDiv'], broadcastShapes, (shapes) => ({
    inputs: { a: ofKind('float32', shapes.a, fills.wide), b: ofKind('float32', shapes.b, fills.divisor) },
    run: ({ a, b }) => tf.floorDiv(a!, b!),
  })),
  kernelCase('LogicalNot', ['LogicalNot'], shapeOf(0, 4), (shape) => ({
    inputs: { a: ofKind('bool', shape) },
    run: ({ a }) => asNumbers(tf.logicalNot(tf.cast(a!, 'bool'))),
  })),
  kernelCase(
    'AddN',
    ['AddN'],
    fc.record({ shape: shapeOf(0, 4), count: whole(1, 4) }),
    ({ shape, count }) => ({
      inputs: Object.fromEntries(Array.from({ length: count }, (_, i) => [`x${i}`, ofKind('float32', shape)])),
      run: (xs) => tf.addN(Object.values(xs)),
      gradients: Array.from({ length: count }, (_, i) => `x${i}`),
    }),
    { runs: 6 },
  ),
]

export const arithmeticCases: KernelCase[] = [
  ...arithmetic.map((one) => binary(one)),
  ...comparisons.map((one) => binary(one)),
  ...wholes.map((one) => ({ ...binary(one) })),
  ...specials.map((one) => binary(one, `${one.kernel} with NaN, infinities and zeros`)),
  ...truths.map((one) => binary(one)),
  ...others,
]
