import { UserError } from '../../../shared/errors.ts'
import { tf } from '../../engine/index.ts'
import type { Scalar } from '../../engine/index.ts'
import { get, isKernel } from '../tensors.ts'
import type { OptimiserSpec } from '../../../shared/recipe.ts'
import type { Optimiser } from './optimiser.ts'

type SgdSpec = Extract<OptimiserSpec, { kind: 'sgd' }>

/**
 * Multiplier of the rate for each parameter: those of one layer (what stands before the slash) share one.
 * @throws UserError `recipe/layer-rates` when there are more rates than layers
 */
export function layerRatesOf(names: readonly string[], rates: readonly number[] = []): Map<string, number> {
  const layerOf = (name: string) => name.slice(0, name.lastIndexOf('/'))
  const layers = [...new Set(names.map(layerOf))]
  if (rates.length > layers.length) {
    throw new UserError(
      'recipe/layer-rates',
      `optimiser.layerRates has ${rates.length} numbers, but the network has ${layers.length} layers: ${layers.join(', ')}.`,
      {
        subject: 'optimiser.layerRates',
        next: `Give at most ${layers.length}.`,
        values: { given: rates.length, layers: layers.length },
      },
    )
  }
  return new Map(names.map((name) => [name, rates[layers.indexOf(layerOf(name))] ?? 1]))
}

/** Momentum at a step (from 1): a number where it is constant. */
function momentumAt({ momentum, momentumFrom = momentum, momentumSteps = 0 }: SgdSpec, step: Scalar): Scalar | number {
  if (momentumSteps === 0 || momentumFrom === momentum) return momentum
  const done = tf.minimum(tf.div(tf.sub(step, 1), momentumSteps), 1)
  return tf.add(momentumFrom, tf.mul(done, momentum - momentumFrom))
}

/**
 * Stochastic gradient descent with momentum, as PyTorch's: v = momentum * v + g, p = p - rate * v. Decay is added to the
 * gradient of kernels (L2). Koch et al. 2015 let the momentum rise linearly and give each layer a rate of its own.
 */
export function sgd(spec: SgdSpec): Optimiser {
  const hasVelocity = spec.momentum > 0 || (spec.momentumFrom ?? 0) > 0
  return {
    state: (parameters) =>
      hasVelocity
        ? Object.fromEntries(Object.entries(parameters).map(([name, tensor]) => [`sgd.velocity/${name}`, tensor]))
        : {},
    update(parameters, gradients, state, rate, step) {
      const next: Record<string, tf.Tensor> = {}
      const factors = layerRatesOf(Object.keys(parameters), spec.layerRates)
      const momentum = momentumAt(spec, step)
      for (const [name, value] of Object.entries(parameters)) {
        let change = get(gradients, name)
        if (spec.decay > 0 && isKernel(name)) change = tf.add(change, tf.mul(value, spec.decay))
        if (hasVelocity) {
          change = tf.add(tf.mul(get(state, `sgd.velocity/${name}`), momentum), change)
          next[`sgd.velocity/${name}`] = change
        }
        const factor = factors.get(name) ?? 1
        next[name] = tf.sub(value, tf.mul(change, factor === 1 ? rate : tf.mul(rate, factor)))
      }
      return next
    },
  }
}
