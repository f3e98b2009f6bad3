import { tf } from '../../engine/index.ts'
import type { Scalar, SpecMap, TensorMap } from '../../engine/index.ts'
import { get, isKernel } from '../tensors.ts'
import type { OptimiserSpec } from '../../../shared/recipe.ts'
import type { Optimiser } from './optimiser.ts'

/**
 * Adam, Kingma and Ba 2015, with both corrections folded into the rate as at the end of the paper's section 2 and in
 * Keras: epsilon stands beside the uncorrected root. `adamw` also shrinks kernels by rate * decay each step, apart from
 * the gradient (Loshchilov and Hutter 2019).
 */
export function adam(spec: Extract<OptimiserSpec, { kind: 'adam' | 'adamw' }>): Optimiser {
  const { beta1, beta2, epsilon } = spec
  const decay = spec.kind === 'adamw' ? spec.decay : 0
  return {
    state(parameters) {
      const specs: SpecMap = {}
      for (const [name, tensor] of Object.entries(parameters)) {
        specs[`adam.m/${name}`] = tensor
        specs[`adam.v/${name}`] = tensor
      }
      return specs
    },
    update(parameters, gradients, state, rate, step) {
      const next: TensorMap = {}
      const bias1 = tf.sub(1, tf.pow(beta1, step))
      const bias2 = tf.sub(1, tf.pow(beta2, step))
      const corrected = tf.div(tf.mul(rate, tf.sqrt(bias2)), bias1)
      const kept: Scalar = tf.sub(1, tf.mul(rate, decay))
      for (const [name, value] of Object.entries(parameters)) {
        const gradient = get(gradients, name)
        const m = tf.add(tf.mul(get(state, `adam.m/${name}`), beta1), tf.mul(gradient, 1 - beta1))
        const v = tf.add(tf.mul(get(state, `adam.v/${name}`), beta2), tf.mul(tf.square(gradient), 1 - beta2))
        const change = tf.div(tf.mul(m, corrected), tf.add(tf.sqrt(v), epsilon))
        next[`adam.m/${name}`] = m
        next[`adam.v/${name}`] = v
        next[name] = tf.sub(decay > 0 && isKernel(name) ? tf.mul(value, kept) : value, change)
      }
      return next
    },
  }
}
