/** Sums, means, extremes and choices along axes. */
import fc from 'fast-check'
import { tf, type Tensor } from '../../tf.ts'
import { asNumbers, asPicture, axisOf, fills, float, kernelCase, ofKind, pictureShape, shapeOf, whole } from './case.ts'
import type { Fill, KernelCase, Kind } from './case.ts'

/** A shape with axes to reduce: all (absent), one, or several in any order, counted from either end. */
const reductions = fc.oneof(shapeOf(0, 4), pictureShape).chain((shape: number[]) =>
  fc.record({
    shape: fc.constant(shape),
    axes: fc.oneof(
      fc.constant(undefined),
      ...(shape.length === 0
        ? []
        : [
            axisOf(shape.length),
            fc
              .shuffledSubarray([...shape.keys()])
              .chain((axes) => fc.tuple(...axes.map((axis) => fc.constantFrom(axis, axis - shape.length))))
              .map((axes) => [...axes]),
            fc.constant([0, 1, 2].slice(0, shape.length)),
          ]),
    ),
    keepDims: fc.boolean(),
    picture: fc.boolean(),
  }),
)

type Reduce = (x: Tensor, axis?: number | number[], keepDims?: boolean) => Tensor

const reduction = (
  kernel: string,
  run: Reduce,
  kind: Kind = 'float32',
  fill?: Fill,
  differentiable = true,
): KernelCase =>
  kernelCase(
    `${kernel} of ${kind}${fill === fills.special ? ' with NaN and infinities' : ''}`,
    [kernel],
    reductions,
    ({ shape, axes, keepDims, picture }) => ({
      inputs: { x: ofKind(kind, shape, fill) },
      run: ({ x }) => {
        const cast = kind === 'bool' ? tf.cast(x!, 'bool') : x!
        const placed = picture && differentiable && kind === 'float32' && shape.length === 4 ? asPicture(cast) : cast
        return asNumbers(run(placed, axes, keepDims))
      },
      ...(kind === 'float32' && differentiable && { gradients: ['x'] }),
    }),
  )

/** Any axes of what a convolution made: its layout keeps them in another order. */
const pictures = kernelCase(
  'Sum, Mean and Max of what a convolution made',
  ['Sum', 'Mean', 'Max'],
  fc.record({ shape: pictureShape, mask: whole(1, 15), keepDims: fc.boolean() }),
  ({ shape, mask, keepDims }) => ({
    inputs: { x: float(shape) },
    run: ({ x }) => {
      const axes = [0, 1, 2, 3].filter((axis) => mask & (1 << axis))
      return [tf.sum, tf.mean, tf.max].map((reduce) => reduce(asPicture(x!), axes, keepDims))
    },
    gradients: ['x'],
  }),
  { runs: 40 },
)

const best = (kernel: string, run: (x: Tensor, axis: number) => Tensor): KernelCase[] =>
  (['float32', 'int32'] as const).map((kind) =>
    kernelCase(
      `${kernel} of ${kind}`,
      [kernel],
      shapeOf(1, 4).chain((shape) => fc.record({ shape: fc.constant(shape), axis: axisOf(shape.length) })),
      // Halves: the first of equal numbers counts.
      ({ shape, axis }) => ({ inputs: { x: ofKind(kind, shape, fills.halves) }, run: ({ x }) => run(x!, axis) }),
    ),
  )

export const reductionCases: KernelCase[] = [
  reduction('Sum', tf.sum),
  reduction('Mean', tf.mean),
  // TensorFlow.js' gradient of a product needs chained ops, which its Node build lacks.
  reduction('Prod', tf.prod, 'float32', fills.normal, false),
  // Quantised: of several largest numbers each gets the gradient.
  reduction('Max', tf.max, 'float32', fills.halves),
  reduction('Min', tf.min, 'float32', fills.halves),
  ...(
    [
      ['Sum', tf.sum],
      ['Mean', tf.mean],
      ['Max', tf.max],
      ['Min', tf.min],
    ] as const
  ).map(([kernel, run]) => reduction(kernel, run, 'int32')),
  ...(
    [
      ['Sum', tf.sum],
      ['Mean', tf.mean],
    ] as const
  ).map(([kernel, run]) => reduction(kernel, run, 'float32', fills.special, false)),
  reduction('Prod', tf.prod, 'int32', (rng) => rng.int(4) - 1),
  reduction('Sum', tf.sum, 'bool'),
  reduction('Any', tf.any, 'bool'),
  reduction('All', tf.all, 'bool'),
  pictures,
  ...best('ArgMax', tf.argMax),
  ...best('ArgMin', tf.argMin),
  kernelCase('Softmax', ['Softmax'], fc.record({ shape: shapeOf(1, 4), wide: fc.boolean() }), ({ shape, wide }) => ({
    inputs: { x: float(shape, wide ? fills.wide : fills.normal) },
    run: ({ x }) => tf.softmax(x!),
    gradients: ['x'],
  })),
  kernelCase(
    'log-softmax and log-sum-exp, which are made of others',
    ['Sub', 'Exp', 'Log'],
    fc.record({ shape: shapeOf(1, 3), keepDims: fc.boolean(), rows: whole(1, 6) }),
    ({ shape, keepDims, rows }) => ({
      inputs: { x: float([rows, ...shape]) },
      run: ({ x }) => [tf.logSoftmax(x!), tf.logSumExp(x!, 0, keepDims)],
      gradients: ['x'],
    }),
    { runs: 6 },
  ),
]
