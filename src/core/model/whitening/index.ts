/**
 * Within-class whitening of frozen features (within-class covariance normalisation, Hatch et al. 2006, with a shrunk
 * covariance): directions in which pictures of one class differ count less. Fitted in closed form, compared by cosine.
 */
import { meanOf, meanOfClasses, rowsByClass } from './classes.ts'
import { meanVariance, shrink, withinClassCovariance } from './covariance.ts'
import { cholesky, invertLower, padded, timesTransposed } from './linear-algebra.ts'
import { chooseShrinkage } from './shrinkage.ts'

/** A fitted head, as data. */
export interface Whitening {
  /** Length of a feature vector and of a code. */
  readonly size: number
  /** [size] */
  readonly mean: Float32Array
  /**
   * W, lower triangular, [size, size]: a code is W (features - mean). Wᵀ W is the inverse covariance; W is the inverse of
   * its Cholesky factor, which gives the same cosines as the symmetric square root and is much cheaper.
   */
  readonly matrix: Float32Array
  /** The shrinkage used, 0..1. */
  readonly shrinkage: number
}

/**
 * Fits the head. Classes with one picture only help to place the centre; without any class of two, codes are the centred
 * features.
 * @param features [pictures, size] @param labels class of each picture
 * @param options.shrinkage 0..1, or null to choose it by leaving classes out
 * @throws RangeError when the lengths do not fit
 */
export function fitWhitening(
  features: Float32Array,
  size: number,
  labels: ArrayLike<number>,
  { shrinkage, seed = 0 }: { shrinkage: number | null; seed?: number },
): Whitening {
  if (features.length !== labels.length * size || labels.length === 0)
    throw new RangeError(`${labels.length} labels and vectors of ${size} do not fit ${features.length} numbers`)
  const classes = rowsByClass(labels)
  const chosen = shrinkage ?? chooseShrinkage(features, size, classes, seed)
  const mean = meanOfClasses(
    classes.map((rows) => meanOf(features, size, rows)),
    size,
  )
  const n = padded(size)
  const able = classes.filter((rows) => rows.length > 1)
  const covariance = able.length > 0 ? withinClassCovariance(features, size, able) : new Float64Array(n * n)
  const factor = shrink(covariance, n, chosen, meanVariance(covariance, n, size))
  cholesky(factor, n)
  const inverse = invertLower(factor, n)
  const matrix = new Float32Array(size * size)
  for (let i = 0; i < size; i++) matrix.set(inverse.subarray(i * n, i * n + size), i * size)
  return { size, mean: Float32Array.from(mean), matrix, shrinkage: chosen }
}

/** Codes of feature vectors. @param features [pictures, size] @returns [pictures, size] */
export function applyWhitening({ size, mean, matrix }: Whitening, features: Float32Array): Float32Array {
  const count = features.length / size
  const [rows, columns] = [padded(count), padded(size)]
  const centred = new Float64Array(rows * size)
  for (let i = 0; i < features.length; i++) centred[i] = (features[i] as number) - (mean[i % size] as number)
  const weights = new Float64Array(columns * size)
  weights.set(matrix)
  const codes = timesTransposed(centred, rows, weights, columns, size)
  const result = new Float32Array(count * size)
  for (let i = 0; i < count; i++) for (let j = 0; j < size; j++) result[i * size + j] = codes[i * columns + j] as number
  return result
}

/** Signed square root of every feature, a new array: it evens out features that are rarely but strongly active. */
export function signedSquareRoot(features: Float32Array): Float32Array {
  return features.map((value) => Math.sign(value) * Math.sqrt(Math.abs(value)))
}
