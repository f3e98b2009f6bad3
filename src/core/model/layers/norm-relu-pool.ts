/**
 * Batch normalisation, ReLU and max pooling by 2 with a gradient written by hand. Autodiff makes about twenty passes over
 * the big map; here everything but one pass happens after the pool, on a quarter of the numbers, since the gradient of
 * the normalised map is zero wherever the pool looked away.
 */
import { tf } from '../../engine/index.ts'
import type { Tensor1D, Tensor4D } from '../../engine/index.ts'

export interface NormResult {
  readonly output: Tensor4D
  readonly mean: Tensor1D
  readonly variance: Tensor1D
}

/**
 * What the gradient of the pooled map comes to: with xhat = (x - mean) / deviation, the loss' gradient of x is `scale`
 * times what passed the ReLU where the pool took the pixel, plus `offset + slope * x` everywhere.
 */
export interface NormGradient {
  readonly scale: tf.Tensor
  readonly offset: tf.Tensor
  readonly slope: tf.Tensor
  readonly gamma: tf.Tensor
  readonly beta: tf.Tensor
}

export interface Normalisation {
  readonly mean: tf.Tensor
  readonly variance: tf.Tensor
  readonly gamma: tf.Tensor
  readonly epsilon: number
}

/** max(0, gamma * (pooled - mean) / deviation + beta) as scale and shift. */
export function affine({ mean, variance, gamma, epsilon }: Normalisation, beta: tf.Tensor) {
  const inverse = tf.rsqrt(tf.add(variance, epsilon))
  const scale = tf.mul(gamma, inverse)
  return { inverse, scale, shift: tf.sub(beta, tf.mul(mean, scale)) }
}

/** The gradient of the output where the ReLU let it pass, else 0. */
export function passed(dy: tf.Tensor, output: tf.Tensor): tf.Tensor {
  return tf.mul(dy, tf.step(output))
}

/**
 * Backward through the normalisation, from sums at the pooled size.
 * @param sum of what passed, for each channel; @param withPooled the same sum of what passed times the pooled map
 * @param count positions the statistics are over
 */
export function normGradient(sum: tf.Tensor, withPooled: tf.Tensor, norm: Normalisation, count: number): NormGradient {
  const { inverse, scale } = affine(norm, tf.scalar(0))
  const gamma = tf.mul(inverse, tf.sub(withPooled, tf.mul(norm.mean, sum)))
  const slope = tf.neg(tf.div(tf.mul(tf.mul(scale, inverse), gamma), count))
  const offset = tf.sub(tf.neg(tf.div(tf.mul(scale, sum), count)), tf.mul(slope, norm.mean))
  return { scale, offset, slope, gamma, beta: sum }
}

type Six<T> = [T, T, T, T, T, T]

/** @param map [n, h, w, c], the convolution's output; @param gamma [c], none negative */
export function normReluPool(map: Tensor4D, gamma: Tensor1D, beta: Tensor1D, epsilon: number): NormResult {
  const [n, h, w] = map.shape
  const axes = [0, 1, 2]
  // Outside of the custom gradient, so that the running statistics can have them; nothing flows back through them.
  const mean = tf.mean(map, axes) as Tensor1D
  const variance = tf.relu(tf.sub(tf.mean(tf.square(map), axes), tf.square(mean))) as Tensor1D
  const operation = tf.customGrad((x, g, b, save) => {
    const pooled = tf.maxPool(x as Tensor4D, 2, 2, 'valid')
    const { scale, shift } = affine({ mean, variance, gamma: g as Tensor1D, epsilon }, b as Tensor1D)
    const output = tf.relu(tf.add(tf.mul(pooled, scale), shift))
    const keep = save as tf.GradSaveFunc
    // Only what is saved outlives the forward pass.
    keep([x as Tensor4D, g as Tensor1D, mean, variance, pooled, output])
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [map, gamma, mean, variance, pooled, output] = saved as Six<tf.Tensor>
      const through = passed(dy, output)
      const withPooled = tf.sum(tf.mul(through, pooled), axes)
      const back = normGradient(tf.sum(through, axes), withPooled, { mean, variance, gamma, epsilon }, n * h * w)
      const taken = maxPoolGrad(tf.mul(through, back.scale) as Tensor4D, map as Tensor4D, pooled as Tensor4D)
      return [tf.add(taken, tf.add(tf.mul(map, back.slope), back.offset)), back.gamma, back.beta]
    }
    return { value: output, gradFunc }
  })
  return { output: operation(map, gamma, beta) as Tensor4D, mean, variance }
}

/** The pool's gradient kernel; TensorFlow.js has no public function for it. */
function maxPoolGrad(dy: Tensor4D, input: Tensor4D, output: Tensor4D): Tensor4D {
  const attrs = { filterSize: 2, strides: 2, pad: 'valid' }
  return tf.engine().runKernel('MaxPoolGrad', { dy, input, output }, attrs) as Tensor4D
}
