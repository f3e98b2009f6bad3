import { tf } from '../../engine/index.ts'
import type { Scalar, Tensor1D } from '../../engine/index.ts'

/**
 * Mean binary cross-entropy of pairs, from logits. softplus(z) - z * y is -log sigmoid or -log(1 - sigmoid) without ever
 * taking the logarithm of a rounded 0.
 * @param logits [pairs] @param labels int32 [pairs], 0 same, 1 different
 */
export function binaryCrossEntropy(logits: Tensor1D, labels: Tensor1D): Scalar {
  const target = tf.cast(labels, 'float32')
  return tf.mean(tf.sub(tf.softplus(logits), tf.mul(logits, target))) as Scalar
}
