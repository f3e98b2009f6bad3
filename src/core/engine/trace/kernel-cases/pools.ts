/** Pooling and its gradients: windows that tile, overlap, leave rows out and reach over the edge; ties. */
import fc from 'fast-check'
import { tf, type Tensor4D } from '../../tf.ts'
import { asPicture, channels, fills, float, kernelCase, squareWhenPadded, whole, type KernelCase } from './case.ts'

interface Pool {
  readonly shape: [number, number, number, number]
  readonly filter: [number, number]
  readonly strides: [number, number]
  readonly pad: 'same' | 'valid' | number
  readonly picture: boolean
  readonly unblocked: boolean
}

const shape = fc.tuple(whole(1, 3), whole(4, 9), whole(4, 9), channels)
const side = fc.tuple(whole(1, 3), whole(1, 3))
const rest = { shape, picture: fc.boolean(), unblocked: fc.boolean() }

const tiling = fc
  .record({ ...rest, filter: side })
  .map((drawn): Pool => ({ ...drawn, strides: drawn.filter, pad: 'valid' }))

const anyhow: fc.Arbitrary<Pool> = fc
  .record({
    ...rest,
    filter: fc.tuple(whole(2, 4), whole(2, 4)),
    strides: side,
    pad: fc.constantFrom<Pool['pad']>('same', 'valid', 1),
  })
  .map(squareWhenPadded)

/** The cpu backend's gradient gives pixels at a padded edge less than their share. */
const unpadded = anyhow.map((drawn): Pool => ({ ...drawn, pad: 'valid' }))

const rounding = (pad: Pool['pad']) => (typeof pad === 'number' ? ('floor' as const) : undefined)

const pooling = (
  name: string,
  kernel: 'MaxPool' | 'AvgPool',
  parameters: fc.Arbitrary<Pool>,
  { fill = fills.normal, gradient = true, runs = 16 } = {},
): KernelCase =>
  kernelCase(
    name,
    gradient ? [kernel, `${kernel}Grad`] : [kernel],
    parameters,
    ({ shape: size, filter, strides, pad, picture, unblocked }) => ({
      inputs: { x: float(size, fill) },
      run: ({ x }) => {
        const placed = picture ? asPicture(x!) : (x as Tensor4D)
        const pool = kernel === 'MaxPool' ? tf.maxPool : tf.avgPool
        return pool(placed, filter, strides, pad, rounding(pad))
      },
      ...(gradient && { gradients: ['x'] }),
      unblocked,
    }),
    { runs },
  )

export const poolCases: KernelCase[] = [
  pooling('MaxPool of tiles', 'MaxPool', tiling),
  // The first of the largest gets the gradient.
  pooling('MaxPool of tiles with ties', 'MaxPool', tiling, { fill: fills.halves }),
  pooling('MaxPool of overlapping windows', 'MaxPool', anyhow),
  pooling('MaxPool of overlapping windows with ties', 'MaxPool', anyhow, { fill: fills.halves }),
  pooling('MaxPool of numbers below zero', 'MaxPool', anyhow, { fill: (rng) => -fills.positive(rng) - 5 }),
  pooling('AvgPool of tiles', 'AvgPool', tiling),
  pooling('AvgPool of overlapping windows', 'AvgPool', unpadded),
  pooling('AvgPool of padded windows', 'AvgPool', anyhow, { gradient: false }),
]
