import { tf } from '../../engine/index.ts'
import type { Scalar, Tensor } from '../../engine/index.ts'

/**
 * Contrastive loss, Hadsell, Chopra and LeCun 2006: same pairs pay half their squared distance, different pairs half the
 * square of what they lack to the margin. The mean over the pairs with weight 1.
 * @param distances any shape @param different same shape, 1 where the pair is of two classes, else 0
 * @param counted same shape, 1 where the pair counts at all @param margin in units of the distance
 */
export function contrastive(distances: Tensor, different: Tensor, counted: Tensor, margin: number): Scalar {
  const same = tf.mul(tf.sub(1, different), tf.square(distances))
  const apart = tf.mul(different, tf.square(tf.relu(tf.sub(margin, distances))))
  const sum = tf.sum(tf.mul(counted, tf.add(same, apart)))
  return tf.div(tf.mul(sum, 0.5), tf.maximum(tf.sum(counted), 1)) as Scalar
}
