/** The block of a Conv-4: convolution 3x3 (same, no bias), batch normalisation, ReLU, max pooling by 2. */
import { tf } from '../../engine/index.ts'
import type { Tensor1D, Tensor4D } from '../../engine/index.ts'
import type { Mode } from '../encoders/encoder.ts'

/** Added to the variance, as PyTorch does by default. */
export const NORM_EPSILON = 1e-5

export interface BlockValues {
  /** [size, size, in, out] */
  readonly kernel: Tensor4D
  /** Scale of each output channel. */
  readonly gamma: Tensor1D
  /** Shift of each output channel. */
  readonly beta: Tensor1D
  /** Running statistics of the convolution's output, used in `infer` mode. */
  readonly mean: Tensor1D
  readonly variance: Tensor1D
}

export interface BlockResult {
  /** [pictures, floor(height / 2), floor(width / 2), out] */
  readonly output: Tensor4D
  /** Statistics used: of this batch (biased variance) in `train` mode, the running ones in `infer` mode. */
  readonly mean: Tensor1D
  readonly variance: Tensor1D
}

/** Batch normalisation: Ioffe and Szegedy 2015. @param images [pictures, height, width, in] */
export function convNormReluPool(images: Tensor4D, values: BlockValues, mode: Mode): BlockResult {
  return mode === 'train' ? train(images, values) : infer(images, values)
}

function train(images: Tensor4D, { kernel, gamma, beta }: BlockValues): BlockResult {
  const map = tf.conv2d(images, kernel, 1, 'same')
  const mean = tf.mean(map, [0, 1, 2]) as Tensor1D
  const centred = tf.sub(map, mean)
  const variance = tf.mean(tf.square(centred), [0, 1, 2]) as Tensor1D
  const scale = tf.div(gamma, tf.sqrt(tf.add(variance, NORM_EPSILON)))
  const active = tf.relu(tf.add(tf.mul(centred, scale), beta)) as Tensor4D
  return { output: tf.maxPool(active, 2, 2, 'valid'), mean, variance }
}

function infer(images: Tensor4D, { kernel, gamma, beta, mean, variance }: BlockValues): BlockResult {
  // With fixed statistics the scale belongs into the kernel, and the shift and ReLU may follow the pool.
  const scale = tf.div(gamma, tf.sqrt(tf.add(variance, NORM_EPSILON)))
  const map = tf.maxPool(tf.conv2d(images, tf.mul(kernel, scale) as Tensor4D, 1, 'same'), 2, 2, 'valid')
  const output = tf.relu(tf.add(map, tf.sub(beta, tf.mul(mean, scale)))) as Tensor4D
  return { output, mean, variance }
}
