/** One training step as a program: pictures in, loss and a few numbers about the batch out, the state one step on. */
import { tf } from '../engine/index.ts'
import type { Program, Scalar, SpecMap, Tensor1D, Tensor4D } from '../engine/index.ts'
import { membersOf, type Recipe } from '../../shared/recipe.ts'
import { batchShape } from './batch-shape.ts'
import { lossAndGradients } from './gradients.ts'
import type { Network } from './network.ts'
import { createObjective } from './objective.ts'
import { createOptimiser } from './optimisers/index.ts'
import { normalise } from './heads/distance.ts'
import { partsOf } from './parts.ts'
import { float, get, pick } from './tensors.ts'

export { batchShape } from './batch-shape.ts'

/** Everything a run of this recipe keeps between steps: parameters, buffers, the optimiser's own and `step`. */
function trainingState(recipe: Recipe, network: Network): SpecMap {
  const optimiser = createOptimiser(recipe.optimiser)
  return { ...network.parameters, ...network.buffers, ...optimiser.state(network.parameters), step: float() }
}

/**
 * One step. Inputs: `images` [B, h, w, c] float32 0..1, of an ensemble one batch for each member after another; `labels` int32,
 * the class number within the batch [B], or for pairs 0 same and 1 different [B / 2], the left pictures being the first half of
 * the batch; `rate` [].
 * Outputs, all []: `loss` (penalties included); `same` and `different`, the mean distance (for heads with a neuron the
 * mean score) of the batch's pairs; `spread`, the mean standard deviation of the entries of unit codes, 0 when collapsed;
 * `gradientNorm`. For pairs also `scores` [B / 2].
 */
export function trainingProgram(recipe: Recipe, network: Network): Program {
  const { pictures, labels } = batchShape(recipe)
  const { width, height, channels } = recipe.input
  const optimiser = createOptimiser(recipe.optimiser)
  const objective = createObjective(recipe)
  const names = Object.keys(network.parameters)
  const buffers = Object.keys(network.buffers)

  return {
    name: `train ${recipe.name}`,
    inputs: {
      images: float(pictures, height, width, channels),
      labels: { shape: [labels], dtype: 'int32' },
      rate: float(),
    },
    state: trainingState(recipe, network),
    run(inputs, state) {
      const images = get<Tensor4D>(inputs, 'images')
      const classes = get<Tensor1D>(inputs, 'labels')
      const parameters = pick(state, names)
      const { loss, gradients, extras } = lossAndGradients((values) => {
        const encoding = network.encode({ ...values, ...pick(state, buffers) }, images, 'train')
        const { loss, measured } = objective(values, encoding.codes, classes)
        return {
          loss,
          extras: { ...encoding.buffers, ...prefixed('measured/', { ...measured, codes: encoding.codes }) },
        }
      }, parameters)

      const step = tf.add(get<Scalar>(state, 'step'), 1) as Scalar
      const next = optimiser.update(parameters, gradients, state, get<Scalar>(inputs, 'rate'), step)
      const measured = (name: string) => get(extras, `measured/${name}`)
      const outputs = {
        loss,
        same: measured('same'),
        different: measured('different'),
        spread: spread(measured('codes') as tf.Tensor2D, membersOf(recipe.encoder)),
        gradientNorm: tf.sqrt(tf.addN(names.map((name) => tf.sum(tf.square(get(gradients, name)))))),
        ...('measured/scores' in extras ? { scores: measured('scores') } : {}),
      }
      const moved = buffers.filter((name) => name in extras)
      return { outputs, state: { ...next, ...pick(extras, moved), step } }
    },
  }
}

/** Pictures to codes. Dimension 0 is free; `batch` is the example's. State: the encoder's parameters and buffers. */
export function encodeProgram(recipe: Recipe, network: Network, batch = 1): Program {
  const { width, height, channels } = recipe.input
  return {
    name: `encode ${recipe.name}`,
    inputs: { images: float(batch, height, width, channels) },
    state: { ...network.encoderParameters, ...network.buffers },
    batchIsFree: true,
    run: (inputs, state) => ({
      outputs: { codes: network.encode(state, get<Tensor4D>(inputs, 'images'), 'infer').codes },
    }),
  }
}

/** Of an ensemble's code, whose unit length its members share: each has 1 / sqrt(members) of it. */
function spread(codes: tf.Tensor2D, members: number): tf.Tensor {
  const each = partsOf(normalise(codes), members).map((unit) => {
    const centred = tf.sub(unit, tf.mean(unit, 0))
    return tf.mean(tf.sqrt(tf.mean(tf.square(centred), 0)))
  })
  return tf.div(tf.addN(each), members * Math.sqrt(members))
}

function prefixed<T>(prefix: string, values: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]))
}
