import { tf } from '../../engine/index.ts'
import type { Scalar, Tensor1D, Tensor2D } from '../../engine/index.ts'
import { pairMasks } from './masks.ts'

/** Added to a picture's similarity with itself, so that its share of the softmax is exactly 0. */
const NEVER = -1e9

/**
 * Supervised contrastive loss over all pairs, Khosla et al. 2020, the form with the mean of the log-probability outside:
 * each picture is an anchor that picks among all others; averaged over its positives, then over the anchors that have any.
 * @param similarities [n, n], larger is more alike @param labels int32 [n] @param temperature divides the similarities
 */
export function supervisedContrastive(similarities: Tensor2D, labels: Tensor1D, temperature: number): Scalar {
  const { positive, self } = pairMasks(labels)
  const logits = tf.add(tf.mul(similarities, 1 / temperature), tf.mul(self, NEVER))
  const logProbability = tf.logSoftmax(logits as Tensor2D)
  const positives = tf.sum(positive, 1)
  const perAnchor = tf.div(tf.sum(tf.mul(logProbability, positive), 1), tf.maximum(positives, 1))
  const anchors = tf.sum(tf.minimum(positives, 1))
  return tf.neg(tf.div(tf.sum(perAnchor), tf.maximum(anchors, 1))) as Scalar
}
