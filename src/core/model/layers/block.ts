/** The block of a Conv-4: convolution 3x3 (same, no bias), batch normalisation, ReLU, max pooling by 2. */
import { tf } from '../../engine/index.ts'
import type { Tensor1D, Tensor4D } from '../../engine/index.ts'
import type { Mode } from '../encoders/encoder.ts'
import { firstBlock } from './first-block.ts'
import { normReluPool } from './norm-relu-pool.ts'

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

export interface BlockOptions {
  /** The block is fed with pictures, which need no gradient: then a cheaper way is open. */
  readonly first?: boolean
}

/** Batch normalisation: Ioffe and Szegedy 2015. @param images [pictures, height, width, in] */
export function convNormReluPool(
  images: Tensor4D,
  values: BlockValues,
  mode: Mode,
  { first = false }: BlockOptions = {},
): BlockResult {
  if (mode === 'infer') return infer(images, values)
  const sign = signOf(values.gamma)
  // With the sign of gamma in the kernel the scale is never negative, so the pool may come before the affine map.
  const kernel = tf.mul(values.kernel, sign) as Tensor4D
  const gamma = tf.mul(values.gamma, sign) as Tensor1D
  const { output, mean, variance } =
    first && images.shape[3] <= FEW_CHANNELS
      ? firstBlock(images, kernel, gamma, values.beta, NORM_EPSILON)
      : normReluPool(tf.conv2d(images, kernel, 1, 'same'), gamma, values.beta, NORM_EPSILON)
  return { output, mean: tf.mul(mean, sign), variance }
}

/** Above this the patches of the first block's picture would be larger than what they save. */
const FEW_CHANNELS = 3

/** 1 above zero, else -1; its gradient is zero. */
function signOf(gamma: Tensor1D): Tensor1D {
  return tf.sub(tf.mul(tf.step(gamma), 2), 1)
}

function infer(images: Tensor4D, { kernel, gamma, beta, mean, variance }: BlockValues): BlockResult {
  // With fixed statistics the scale belongs into the kernel, and the shift and ReLU may follow the pool.
  const scale = tf.div(gamma, tf.sqrt(tf.add(variance, NORM_EPSILON)))
  const map = tf.maxPool(tf.conv2d(images, tf.mul(kernel, scale) as Tensor4D, 1, 'same'), 2, 2, 'valid')
  const output = tf.relu(tf.add(map, tf.sub(beta, tf.mul(mean, scale)))) as Tensor4D
  return { output, mean, variance }
}
