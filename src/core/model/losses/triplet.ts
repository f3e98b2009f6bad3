/** Triplet losses whose triplets are chosen inside the batch. */
import { tf } from '../../engine/index.ts'
import type { Scalar, Tensor1D, Tensor2D, Tensor } from '../../engine/index.ts'
import { maskedMean, pairMasks } from './masks.ts'

/** Larger than any distance; added to what must not be chosen as nearest. */
const FAR = 1e6

/**
 * Batch-hard, Hermans, Beyer and Leibe 2017: every picture with its farthest of the same class and its nearest of another.
 * Mean over the pictures that have both.
 * @param distances [n, n] @param labels int32 [n] @param margin in units of the distance
 */
export function tripletHard(distances: Tensor2D, labels: Tensor1D, margin: number): Scalar {
  const { positive, negative } = pairMasks(labels)
  const farthest = tf.max(tf.mul(distances, positive), 1)
  const nearest = tf.min(tf.add(distances, tf.mul(tf.sub(1, negative), FAR)), 1)
  const complete = tf.mul(tf.max(positive, 1), tf.max(negative, 1))
  return maskedMean(tf.relu(tf.add(tf.sub(farthest, nearest), margin)), complete)
}

/**
 * Semi-hard, Schroff, Kalenichenko and Philbin 2015 (FaceNet): every pair of one class with the nearest of another class
 * that is farther than that pair; where there is none, with the farthest of another class. Mean over those pairs.
 * Memory grows with n cubed: 8 MB a tensor at 128 pictures.
 * @param distances [n, n] @param labels int32 [n] @param margin in units of the distance
 */
export function tripletSemiHard(distances: Tensor2D, labels: Tensor1D, margin: number): Scalar {
  const n = labels.shape[0]
  const { positive, negative } = pairMasks(labels)
  const toOthers = tf.reshape(distances, [n, 1, n])
  const eligible = farther(distances, negative)
  const nearest = tf.min(tf.add(toOthers, tf.mul(tf.sub(1, eligible), FAR)), 2)
  const found = tf.max(eligible, 2)
  const farthest = tf.max(tf.mul(distances, negative), 1, true)
  const chosen = tf.add(tf.mul(nearest, found), tf.mul(farthest, tf.sub(1, found)))
  // A picture without any of another class has no triplets.
  const counted = tf.mul(positive, tf.max(negative, 1, true))
  return maskedMean(tf.relu(tf.add(tf.sub(distances, chosen), margin)), counted)
}

/** 1 at [a, p, n] where n is of another class than a and farther from it than p: a choice, so it has no gradient. */
function farther(distances: Tensor2D, negative: Tensor2D): Tensor {
  const n = distances.shape[0]
  const choose = tf.customGrad((value) => {
    const all = value as Tensor2D
    const isFarther = tf.greater(tf.reshape(all, [n, 1, n]), tf.reshape(all, [n, n, 1]))
    const chosen = tf.mul(tf.cast(isFarther, 'float32'), tf.reshape(negative, [n, 1, n]))
    return { value: chosen, gradFunc: () => tf.zeros([n, n]) }
  })
  return choose(distances)
}
