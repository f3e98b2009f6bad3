/** Whole training steps of every model and loss: ONNX Runtime against TensorFlow.js' own cpu backend, over several steps. */
import { describe, expect, it } from 'vitest'
import { compile, type HostTensorMap } from '../../src/core/engine/index.ts'
import { largestDifference } from '../../src/core/engine/trace/compare.ts'
import { createNetwork } from '../../src/core/model/network.ts'
import { batchShape, encodeProgram, trainingProgram } from '../../src/core/model/training-program.ts'
import { applyOverrides, presets } from '../../src/core/training/recipes/index.ts'
import { Rng } from '../../src/shared/random.ts'
import { membersOf, type Recipe } from '../../src/shared/recipe.ts'

const STEPS = 3
const PIXELS = 12
const conv4 = [
  `input.width=${PIXELS}`,
  `input.height=${PIXELS}`,
  'encoder.filters=[16,16]',
  'encoder.embedding=8',
  'encoder.members=1',
]
const balanced = ['sampler.classes=8', 'sampler.pictures=2']
const koch = [
  `input.width=${PIXELS}`,
  `input.height=${PIXELS}`,
  'encoder.kernels=[3,3]',
  'encoder.codes=12',
  'encoder.weightStd=0.2',
]

const recipes: Record<string, Recipe> = {
  'article, blocked channels': applyOverrides(presets.article, [...koch, 'encoder.filters=[16,32]', 'sampler.pairs=8']),
  'koch, odd channels': applyOverrides(presets.koch, [...koch, 'encoder.filters=[5,7]', 'sampler.pairs=6']),
  'supervised contrastive': applyOverrides(presets['all-pairs'], [...conv4, ...balanced]),
  'two networks side by side': applyOverrides(presets['all-pairs'], [...conv4, ...balanced, 'encoder.members=2']),
  'odd channels, no dense layer': applyOverrides(presets['all-pairs'], [
    ...conv4,
    ...balanced,
    'encoder.filters=[5,6]',
    'encoder.embedding=0',
  ]),
  contrastive: applyOverrides(presets['all-pairs'], [
    ...conv4,
    'head.kind=euclidean',
    'loss.kind=contrastive',
    'sampler.kind=pairs',
    'sampler.pairs=8',
  ]),
  'triplet, hardest': applyOverrides(presets['all-pairs'], [
    ...conv4,
    ...balanced,
    'head.kind=euclidean',
    'loss.kind=triplet',
    'loss.mining=hard',
  ]),
  'triplet, semi-hard': applyOverrides(presets['all-pairs'], [
    ...conv4,
    ...balanced,
    'head.kind=euclidean',
    'loss.kind=triplet',
    'loss.mining=semi-hard',
  ]),
  prototypical: applyOverrides(presets['all-pairs'], [
    ...conv4,
    'head.kind=euclidean',
    'loss.kind=prototypical',
    'sampler.kind=episodes',
    'sampler.way=5',
    'sampler.shot=1',
    'sampler.queries=2',
  ]),
  'momentum, step schedule': applyOverrides(presets['all-pairs'], [
    ...conv4,
    ...balanced,
    'optimiser.kind=sgd',
    'optimiser.rate=0.05',
  ]),
}

function batchOf(recipe: Recipe, step: number): HostTensorMap {
  const { pictures, labels } = batchShape(recipe)
  const { width, height, channels } = recipe.input
  const rng = new Rng(step, 'batch')
  const { sampler } = recipe
  const perClass =
    sampler.kind === 'balanced' ? sampler.pictures : sampler.kind === 'episodes' ? sampler.shot + sampler.queries : 1
  const perMember = labels / membersOf(recipe.encoder)
  return {
    images: {
      shape: [pictures, height, width, channels],
      dtype: 'float32',
      data: Float32Array.from({ length: pictures * height * width * channels }, () => rng.next()),
    },
    labels: {
      shape: [labels],
      dtype: 'int32',
      data: Int32Array.from({ length: labels }, (_, i) =>
        sampler.kind === 'pairs' ? i % 2 : Math.floor((i % perMember) / perClass),
      ),
    },
    rate: { shape: [], dtype: 'float32', data: Float32Array.of(1e-3) },
  }
}

describe('training steps agree with the reference', () => {
  it.each(Object.entries(recipes))('%s', async (_, recipe) => {
    const network = createNetwork(recipe)
    const program = trainingProgram(recipe, network)
    const first = network.init(new Rng(1, 'init'))
    const results: { outputs: HostTensorMap; codes: HostTensorMap }[] = []
    for (const device of ['reference', 'cpu'] as const) {
      const executable = await compile(program, device)
      await executable.writeState({ ...(await executable.readState()), ...first })
      const outputs: HostTensorMap = {}
      for (let step = 0; step < STEPS; step++)
        for (const [name, value] of Object.entries(await executable.run(batchOf(recipe, step))))
          outputs[`${name} at step ${step}`] = value
      const state = await executable.readState()
      await executable.dispose()

      const encode = encodeProgram(recipe, network)
      const frozen = Object.fromEntries(Object.keys(encode.state).map((name) => [name, state[name]!]))
      const encoder = await compile(encode, device, { frozen })
      const codes = await encoder.run({ images: batchOf(recipe, 99).images! })
      await encoder.dispose()
      results.push({ outputs, codes })
    }
    const [reference, ours] = results as [(typeof results)[0], (typeof results)[0]]
    const { difference, where } = largestDifference(reference.outputs, ours.outputs)
    expect(difference, where).toBeLessThan(1e-4)
    // Adam divides by the gradient's own size: numbers near zero may turn their sign, so codes are compared less strictly.
    expect(largestDifference(reference.codes, ours.codes).difference).toBeLessThan(2e-3)
  })
})
