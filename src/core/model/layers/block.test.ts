import { describe, expect, it } from 'vitest'
import { tf } from '../../engine/index.ts'
import type { Scalar, Tensor, Tensor1D, Tensor4D } from '../../engine/index.ts'
import { expectGradient, normals } from '../testing/finite-difference.ts'
import { convNormReluPool, NORM_EPSILON, type BlockValues } from './block.ts'

type Shape = [number, number, number, number]
const IMAGES: Shape = [2, 5, 6, 2]
const KERNEL: Shape = [3, 3, 2, 3]

const images = () => tf.tensor4d(normals(120, 'images'), IMAGES)
// Channel 1 has a negative scale: the largest before it is the smallest after.
const values = (): BlockValues => ({
  kernel: tf.tensor4d(normals(54, 'kernel'), KERNEL),
  gamma: tf.tensor1d([1.2, -0.8, 0.5]),
  beta: tf.tensor1d([0.1, 0.3, -0.2]),
  mean: tf.tensor1d([0.2, -0.1, 0.4]),
  variance: tf.tensor1d([2, 0.5, 1]),
})
/** A fixed weighting of the output, so that every entry has its own gradient. */
const weighted = (output: Tensor4D) => tf.sum(tf.mul(output, tf.tensor(normals(36, 'weights'), output.shape))) as Scalar

/** The block by its definition, in plain loops. */
function plain(mode: 'train' | 'infer') {
  const { kernel, gamma, beta, mean, variance } = values()
  const map = tf.conv2d(images(), kernel, 1, 'same').arraySync()
  return tf.tidy(() => {
    const channels = [0, 1, 2].map((c) => {
      const all = map.flat(2).map((pixel) => pixel[c]!)
      const m = mode === 'train' ? all.reduce((a, b) => a + b) / all.length : mean.arraySync()[c]!
      const v =
        mode === 'train' ? all.reduce((sum, value) => sum + (value - m) ** 2, 0) / all.length : variance.arraySync()[c]!
      return { m, v, gamma: gamma.arraySync()[c]!, beta: beta.arraySync()[c]! }
    })
    const output = [0, 1].map((n) =>
      [0, 1].map((y) =>
        [0, 1, 2].map((x) =>
          channels.map(({ m, v, gamma, beta }, c) =>
            Math.max(
              ...[0, 1, 2, 3].map((i) => {
                const value = map[n]![2 * y + (i >> 1)]![2 * x + (i & 1)]![c]!
                return Math.max(0, ((value - m) / Math.sqrt(v + NORM_EPSILON)) * gamma + beta)
              }),
            ),
          ),
        ),
      ),
    )
    return { output: output.flat(4), mean: channels.map(({ m }) => m), variance: channels.map(({ v }) => v) }
  })
}

describe.each(['train', 'infer'] as const)('convNormReluPool, %s', (mode) => {
  it('is convolution, normalisation, ReLU and pooling', () => {
    const result = convNormReluPool(images(), values(), mode)
    const expected = plain(mode)
    expect(result.output.shape).toEqual([2, 2, 3, 3])
    result.output.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected.output[i]!, 4))
    result.mean.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected.mean[i]!, 4))
    result.variance.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected.variance[i]!, 3))
  })
})

describe('gradient of convNormReluPool', () => {
  const run = (changes: Partial<BlockValues>, x = images()) =>
    weighted(convNormReluPool(x, { ...values(), ...changes }, 'train').output)

  it.each([
    ['images', IMAGES, normals(120, 'images'), (x: Tensor) => run({}, x as Tensor4D)],
    ['kernel', KERNEL, normals(54, 'kernel'), (x: Tensor) => run({ kernel: x as Tensor4D })],
    ['gamma', [3], Float32Array.of(1.2, -0.8, 0.5), (x: Tensor) => run({ gamma: x as Tensor1D })],
    ['beta', [3], Float32Array.of(0.1, 0.3, -0.2), (x: Tensor) => run({ beta: x as Tensor1D })],
  ])('is the finite difference: %s', (_, shape, at, f) => {
    expectGradient(f, at, shape, { step: 1e-3, tolerance: 2e-2 })
  })
})
