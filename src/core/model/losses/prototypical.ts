import { tf } from '../../engine/index.ts'
import type { Scalar, Tensor1D, Tensor2D } from '../../engine/index.ts'
import { similarityMatrix, type DistanceHead } from '../heads/distance.ts'

/**
 * Prototypical loss, Snell, Swersky and Zemel 2017: each query picks among the mean codes of the classes' supports, by
 * minus the squared Euclidean distance (or the cosine) over the temperature.
 * @param codes comparable codes [way * (shot + queries), codes]: the supports class by class, then the queries
 * @param labels class of each picture, int32, 0..way-1; the supports' must be in order
 */
export function prototypical(
  head: DistanceHead,
  codes: Tensor2D,
  labels: Tensor1D,
  { way, shot, temperature }: { way: number; shot: number; temperature: number },
): Scalar {
  const size = codes.shape[1]
  const supports = way * shot
  const queries = codes.shape[0] - supports
  const [first, rest] = tf.split(codes, [supports, queries]) as [Tensor2D, Tensor2D]
  const [, truth] = tf.split(labels, [supports, queries]) as [Tensor1D, Tensor1D]
  const prototypes = tf.mean(tf.reshape(first, [way, shot, size]), 1) as Tensor2D
  // Similarities are half the squared distance, see there.
  const scale = (head.kind === 'cosine' ? 1 : 2) / temperature
  const logProbability = tf.logSoftmax(tf.mul(similarityMatrix(head, rest, prototypes), scale) as Tensor2D)
  const wanted = tf.equal(tf.reshape(truth, [queries, 1]), tf.reshape(tf.range(0, way, 1, 'int32'), [1, way]))
  return tf.mul(tf.sum(tf.mul(logProbability, tf.cast(wanted, 'float32'))), -1 / queries) as Scalar
}
