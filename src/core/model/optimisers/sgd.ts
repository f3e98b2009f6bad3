import { tf } from '../../engine/index.ts'
import { get, isKernel } from '../tensors.ts'
import type { OptimiserSpec } from '../../../shared/recipe.ts'
import type { Optimiser } from './optimiser.ts'

/**
 * Stochastic gradient descent with momentum, as PyTorch's: v = momentum * v + g, p = p - rate * v. Decay is added to the
 * gradient of kernels (L2).
 */
export function sgd(spec: Extract<OptimiserSpec, { kind: 'sgd' }>): Optimiser {
  return {
    state: (parameters) =>
      spec.momentum === 0
        ? {}
        : Object.fromEntries(Object.entries(parameters).map(([name, tensor]) => [`sgd.velocity/${name}`, tensor])),
    update(parameters, gradients, state, rate) {
      const next: Record<string, tf.Tensor> = {}
      for (const [name, value] of Object.entries(parameters)) {
        let change = get(gradients, name)
        if (spec.decay > 0 && isKernel(name)) change = tf.add(change, tf.mul(value, spec.decay))
        if (spec.momentum > 0) {
          change = tf.add(tf.mul(get(state, `sgd.velocity/${name}`), spec.momentum), change)
          next[`sgd.velocity/${name}`] = change
        }
        next[name] = tf.sub(value, tf.mul(change, rate))
      }
      return next
    },
  }
}
