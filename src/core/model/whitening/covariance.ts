import { gram, padded } from './linear-algebra.ts'
import { meanOf } from './classes.ts'

/**
 * Covariance of rows around their own class's mean, [n, n] with n = `padded(size)`; entries beyond `size` are 0.
 * @param features [.., size] @param classes row numbers of each class
 */
export function withinClassCovariance(
  features: ArrayLike<number>,
  size: number,
  classes: readonly (readonly number[])[],
): Float64Array {
  const rows = classes.reduce((sum, own) => sum + own.length, 0)
  const n = padded(size)
  // Transposed, so that the dot products run along memory.
  const centred = new Float64Array(n * rows)
  let column = 0
  for (const own of classes) {
    const mean = meanOf(features, size, own)
    for (const row of own) {
      for (let i = 0; i < size; i++)
        centred[i * rows + column] = (features[row * size + i] as number) - (mean[i] as number)
      column++
    }
  }
  const covariance = gram(centred, n, rows)
  for (let i = 0; i < covariance.length; i++) covariance[i] = (covariance[i] as number) / rows
  return covariance
}

/** The least shrinkage used: with none at all the covariance of few pictures cannot be inverted. */
const LEAST = 1e-4

/**
 * (1 - a) S + a m I, the form of Ledoit and Wolf 2004, ready for `cholesky`: padding gets m too. A covariance of zeros
 * becomes the identity.
 * @param target the multiple m of the identity: the mean variance of a feature
 */
export function shrink(covariance: Float64Array, n: number, shrinkage: number, target: number): Float64Array {
  const a = Math.max(LEAST, shrinkage)
  const shrunk = covariance.map((value) => (1 - a) * value)
  for (let i = 0; i < n; i++) {
    const at = i * n + i
    shrunk[at] = (shrunk[at] as number) + (target > 0 ? a * target : 1)
  }
  return shrunk
}

/** Mean of the first `size` entries of the diagonal. */
export function meanVariance(covariance: Float64Array, n: number, size: number): number {
  let trace = 0
  for (let i = 0; i < size; i++) trace += covariance[i * n + i] as number
  return trace / size
}
