/** Heads without parameters: cosine and Euclidean distance, pair by pair or of all against all. */
import { tf } from '../../engine/index.ts'
import type { Tensor1D, Tensor2D } from '../../engine/index.ts'
import type { HeadSpec } from '../../../shared/recipe.ts'

export type DistanceHead = Extract<HeadSpec, { kind: 'cosine' | 'euclidean' }>

/** Keeps square roots and their gradients finite where two codes are equal. */
const TINY = 1e-12

/** Rows of unit length. @param codes [pictures, codes] */
export function normalise(codes: Tensor2D): Tensor2D {
  return tf.div(codes, tf.sqrt(tf.add(tf.sum(tf.square(codes), 1, true), TINY)))
}

/** The codes as the head compares them: of unit length where it says so. */
export function comparable(head: DistanceHead, codes: Tensor2D): Tensor2D {
  return head.kind === 'cosine' || head.normalise ? normalise(codes) : codes
}

/** Squared Euclidean distances, all against all. @param a [n, codes] @param b [m, codes] @returns [n, m], 0 or more */
function squaredDistances(a: Tensor2D, b: Tensor2D): Tensor2D {
  const products = tf.matMul(a, b, false, true)
  const left = tf.sum(tf.square(a), 1, true)
  const right = tf.reshape(tf.sum(tf.square(b), 1), [1, -1])
  // The difference of large equal numbers may come out slightly negative.
  return tf.relu(tf.sub(tf.add(left, right), tf.mul(products, 2)))
}

/**
 * The head's distance, all against all: 1 - cosine (0..2), or Euclidean.
 * @param a comparable codes [n, codes] @param b comparable codes [m, codes] @returns [n, m]
 */
export function distanceMatrix(head: DistanceHead, a: Tensor2D, b: Tensor2D): Tensor2D {
  if (head.kind === 'cosine') return tf.sub(1, tf.matMul(a, b, false, true))
  return tf.sqrt(tf.add(squaredDistances(a, b), TINY))
}

/**
 * What a softmax ranks by: the cosine, or minus half the squared Euclidean distance (for codes of unit length that is
 * the cosine less 1, so one temperature means the same to both).
 */
export function similarityMatrix(head: DistanceHead, a: Tensor2D, b: Tensor2D): Tensor2D {
  if (head.kind === 'cosine') return tf.matMul(a, b, false, true)
  return tf.mul(squaredDistances(a, b), -0.5)
}

/** The head's distance of row i of `a` and row i of `b` (comparable codes). @returns [n] */
export function pairDistances(head: DistanceHead, a: Tensor2D, b: Tensor2D): Tensor1D {
  if (head.kind === 'cosine') return tf.sub(1, tf.sum(tf.mul(a, b), 1))
  return tf.sqrt(tf.add(tf.sum(tf.square(tf.sub(a, b)), 1), TINY))
}
