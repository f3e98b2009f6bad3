import { gram, padded } from './linear-algebra.ts'

/** Features whose contrasts are written at a time. */
const AT_ONCE = 32

/**
 * Covariance of rows around their own class's mean, [n, n] with n = `padded(size)`; entries beyond `size` are 0.
 * @param features [.., size] @param classes row numbers of each class
 */
export function withinClassCovariance(
  features: ArrayLike<number>,
  size: number,
  classes: readonly (readonly number[])[],
): Float64Array {
  const pictures = classes.reduce((sum, own) => sum + own.length, 0)
  const contrasts = pictures - classes.length
  const n = padded(size)
  // Transposed, so that the dot products run along memory; a few features at a time, so that their rows stay in the cache.
  const transposed = new Float64Array(n * contrasts)
  for (let first = 0; first < size; first += AT_ONCE) {
    const last = Math.min(first + AT_ONCE, size)
    let column = 0
    for (const own of classes) {
      // Helmert contrasts: m - 1 orthogonal differences hold the whole scatter of m pictures around their mean.
      const sum = new Float64Array(last - first)
      for (const [k, row] of own.entries()) {
        const scale = k > 0 ? 1 / Math.sqrt(k * (k + 1)) : 0
        for (let i = first; i < last; i++) {
          const value = features[row * size + i] as number
          const before = sum[i - first] as number
          if (k > 0) transposed[i * contrasts + column] = scale * (before - k * value)
          sum[i - first] = before + value
        }
        if (k > 0) column++
      }
    }
  }
  const covariance = gram(transposed, n, contrasts)
  for (let i = 0; i < covariance.length; i++) covariance[i] = (covariance[i] as number) / pictures
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
  const shrunk = new Float64Array(n * n)
  for (let i = 0; i < shrunk.length; i++) shrunk[i] = (1 - a) * (covariance[i] as number)
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
