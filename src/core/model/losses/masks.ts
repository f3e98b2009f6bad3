/** Which pairs of a batch are of one class, as constants of 0 and 1. */
import { tf } from '../../engine/index.ts'
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '../../engine/index.ts'

export interface PairMasks {
  /** 1 where row and column are different pictures of one class. [n, n] */
  readonly positive: Tensor2D
  /** 1 where row and column are of different classes. [n, n] */
  readonly negative: Tensor2D
  /** 1 on the diagonal: a picture and itself. [n, n] */
  readonly self: Tensor2D
}

/** Who is of one class with whom. @param labels class of each picture, int32 [n] */
export function pairMasks(labels: Tensor1D): PairMasks {
  const n = labels.shape[0]
  const same = tf.cast(tf.equal(tf.reshape(labels, [n, 1]), tf.reshape(labels, [1, n])), 'float32') as Tensor2D
  const self = tf.eye(n) as Tensor2D
  return { positive: tf.sub(same, self), negative: tf.sub(1, same), self }
}

/** Mean of the values [any shape] where the mask is 1, and 0 where it is nowhere 1. */
export function maskedMean(values: Tensor, mask: Tensor): Scalar {
  return tf.div(tf.sum(tf.mul(values, mask)), tf.maximum(tf.sum(mask), 1)) as Scalar
}
