/** Functions of one argument. */
import fc from 'fast-check'
import { tf, type Tensor } from '../../tf.ts'
import { asNumbers, asPicture, fills, float, int, kernelCase, pictureShape, shapeOf } from './case.ts'
import type { Fill, KernelCase } from './case.ts'

interface Unary {
  readonly kernel: string
  readonly run: (x: Tensor) => Tensor
  readonly fill?: Fill
}

const unary = (kernel: string, run: (x: Tensor) => Tensor, fill: Fill = fills.normal): Unary => ({ kernel, run, fill })

const smooth: Unary[] = [
  unary('Abs', tf.abs),
  unary('Neg', tf.neg),
  unary('Exp', tf.exp),
  unary('Log', tf.log, fills.positive),
  unary('Sqrt', tf.sqrt, fills.positive),
  unary('Rsqrt', tf.rsqrt, fills.positive),
  unary('Sigmoid', tf.sigmoid, fills.wide),
  unary('Tanh', tf.tanh, fills.wide),
  unary('Softplus', tf.softplus, fills.wide),
  unary('Sin', tf.sin),
  unary('Cos', tf.cos),
  unary('Erf', tf.erf),
  unary('Reciprocal', tf.reciprocal, fills.divisor),
  unary('Square', tf.square),
  unary('Log1p', tf.log1p, fills.positive),
  unary('Expm1', tf.expm1),
  unary('Elu', tf.elu),
  unary('Relu', tf.relu),
  unary('Relu6', tf.relu6, fills.wide),
  unary('LeakyRelu', (x) => tf.leakyRelu(x, 0.3)),
  unary('Identity', tf.clone),
]

/** With ties and whole numbers, where they jump. */
const jumping: Unary[] = [
  unary('Sign', tf.sign, fills.halves),
  unary('Floor', tf.floor, fills.halves),
  unary('Ceil', tf.ceil, fills.halves),
  unary('Round', tf.round, fills.halves),
  unary('Relu', tf.relu, fills.halves),
  unary('Relu6', (x) => tf.relu6(tf.mul(x, 4)), fills.halves),
  unary('Abs', tf.abs, fills.halves),
  unary('LeakyRelu', (x) => tf.leakyRelu(x, 0.2), fills.halves),
  unary('Elu', tf.elu, fills.halves),
  unary('ZerosLike', tf.zerosLike),
  unary('OnesLike', tf.onesLike),
]

const anywhere = ({ kernel, run, fill }: Unary): KernelCase =>
  kernelCase(
    kernel,
    [kernel],
    fc
      .oneof(shapeOf(0, 4), pictureShape)
      .chain((shape) => fc.record({ shape: fc.constant<number[]>(shape), picture: fc.boolean() })),
    ({ shape, picture }) => ({
      inputs: { x: float(shape, fill) },
      run: ({ x }) => run(picture && shape.length === 4 ? asPicture(x!) : x!),
      gradients: ['x'],
    }),
    { runs: 10 },
  )

/** Each kernel once. */
const takesSpecial = [...new Map([...smooth, ...jumping].map((f) => [f.kernel, f])).values()]

const special: KernelCase[] = takesSpecial
  // TensorFlow.js' cpu backend makes sign(NaN) 0, TensorFlow and ONNX Runtime keep NaN.
  .filter(({ kernel }) => kernel !== 'Sign')
  .map(({ kernel, run }) =>
    kernelCase(
      `${kernel} of NaN, infinities and zeros`,
      [kernel],
      fc.constant([60]),
      (shape) => ({ inputs: { x: float(shape, fills.special) }, run: ({ x }) => run(x!) }),
      { runs: 1 },
    ),
  )

/** Whole numbers: what TensorFlow.js makes of them is what counts, its types included. */
const wholes: KernelCase[] = [
  ...(['Abs', 'Neg', 'Relu', 'Sign', 'Identity', 'ZerosLike', 'OnesLike'] as const),
  ...(['Exp', 'Square', 'Relu6', 'Round'] as const),
].map((kernel) => {
  const { run } = takesSpecial.find((f) => f.kernel === kernel) as Unary
  return kernelCase(
    `${kernel} of whole numbers`,
    [kernel],
    shapeOf(0, 4),
    (shape) => ({ inputs: { x: int(shape) }, run: ({ x }) => run(x!) }),
    { runs: 4 },
  )
})

const stepOf = (fill: Fill, name: string, gradients: readonly string[] | undefined) =>
  kernelCase(name, ['Step'], fc.record({ shape: shapeOf(0, 4), alpha: fc.constantFrom(0, 0.5, -1, 3) }), (drawn) => ({
    inputs: { x: float(drawn.shape, fill) },
    run: ({ x }) => tf.step(x!, drawn.alpha),
    ...(gradients && { gradients }),
  }))

const tinyOf = (name: string, kernel: string, run: (x: Tensor) => Tensor) =>
  kernelCase(
    name,
    [kernel],
    shapeOf(0, 2),
    (shape) => ({ inputs: { x: float(shape, fills.tiny) }, run: ({ x }) => tf.mul(run(x!), 1e7), gradients: ['x'] }),
    { runs: 4 },
  )

const others: KernelCase[] = [
  stepOf(fills.halves, 'Step with alpha', ['x']),
  stepOf(fills.special, 'Step with alpha of NaN, infinities and zeros', undefined),
  kernelCase('Step of whole numbers', ['Step'], shapeOf(0, 3), (shape) => ({
    inputs: { x: int(shape) },
    run: ({ x }) => tf.step(x!, 0),
  })),
  kernelCase(
    'ClipByValue',
    ['ClipByValue'],
    fc.record({ shape: shapeOf(0, 4), low: fc.constantFrom(-1.5, -1, 0), high: fc.constantFrom(0.5, 1, 2.5) }),
    ({ shape, low, high }) => ({
      inputs: { x: float(shape, fills.halves), special: float(shape, fills.special), i: int(shape) },
      run: ({ x, special, i }) => [
        tf.clipByValue(x!, low, high),
        tf.clipByValue(special!, low, high),
        tf.clipByValue(i!, Math.round(low), Math.round(high)),
      ],
      gradients: ['x'],
    }),
  ),
  kernelCase('IsNan', ['IsNan'], shapeOf(0, 4), (shape) => ({
    inputs: { x: float(shape, fills.special) },
    run: ({ x }) => asNumbers(tf.isNaN(x!)),
  })),
  kernelCase('EluGrad', ['EluGrad'], pictureShape, (shape) => ({
    inputs: { x: float(shape, fills.halves) },
    run: ({ x }) => tf.elu(asPicture(x!)),
    gradients: ['x'],
  })),
  tinyOf('Log1p of tiny numbers', 'Log1p', tf.log1p),
  tinyOf('Expm1 of tiny numbers', 'Expm1', tf.expm1),
]

export const functionCases: KernelCase[] = [
  ...smooth.map(anywhere),
  ...jumping.map((f) => ({ ...anywhere(f), name: `${f.kernel} where it jumps` })),
  ...special,
  ...wholes,
  ...others,
]
