import { describe, expect, it } from 'vitest'
import { compile, floatTensor, intTensor, sizeOf, tf, zeroState, type HostTensorMap } from '../engine/index.ts'
import { Rng } from '../../shared/random.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { createNetwork } from './network.ts'
import { tinyPairsRecipe, tinyRecipe } from './testing/recipes.ts'
import { batchShape, encodeProgram, trainingProgram } from './training-program.ts'

function batchOf(recipe: Recipe, seed: number): HostTensorMap {
  const rng = new Rng(seed)
  const { pictures, labels } = batchShape(recipe)
  const shape = [pictures, recipe.input.height, recipe.input.width, recipe.input.channels]
  const per = recipe.sampler.kind === 'balanced' ? recipe.sampler.pictures : labels / 2
  let classes = Int32Array.from({ length: labels }, (_, i) => Math.floor(i / per))
  const { sampler } = recipe
  if (sampler.kind === 'episodes')
    classes = Int32Array.from({ length: labels }, (_, i) =>
      i < sampler.way * sampler.shot
        ? Math.floor(i / sampler.shot)
        : Math.floor((i - sampler.way * sampler.shot) / sampler.queries),
    )
  return {
    images: floatTensor(
      shape,
      Float32Array.from({ length: sizeOf(shape) }, () => rng.next()),
    ),
    labels: intTensor([labels], classes),
    rate: floatTensor([], Float32Array.of(0.01)),
  }
}

async function train(recipe: Recipe, steps: number) {
  const network = createNetwork(recipe)
  const program = trainingProgram(recipe, network)
  const executable = await compile(program, 'reference')
  await executable.writeState({ ...zeroState(program.state), ...network.init(new Rng(recipe.seed)) })
  const losses: number[] = []
  let last: HostTensorMap = {}
  let tensors = 0
  for (let step = 0; step < steps; step++) {
    last = await executable.run(batchOf(recipe, 1))
    losses.push(last.loss?.data[0] as number)
    if (step === 0) tensors = tf.memory().numTensors
  }
  expect(tf.memory().numTensors).toBe(tensors)
  const state = await executable.readState()
  await executable.dispose()
  return { losses, last, state, network }
}

const episodes = { kind: 'episodes', way: 3, shot: 2, queries: 1 } as const
const pairs = { kind: 'pairs', pairs: 4 } as const
const cases: [string, Recipe][] = [
  ['subtract, bce', tinyPairsRecipe()],
  ['l1, bce, conv4', tinyRecipe({ head: { kind: 'l1' }, loss: { kind: 'bce', l2: 0 }, sampler: pairs })],
  [
    'contrastive pairs',
    tinyRecipe({
      head: { kind: 'euclidean', normalise: false },
      loss: { kind: 'contrastive', margin: 1 },
      sampler: pairs,
    }),
  ],
  ['contrastive, all pairs', tinyRecipe({ head: { kind: 'cosine' }, loss: { kind: 'contrastive', margin: 1 } })],
  [
    'triplet hard',
    tinyRecipe({
      head: { kind: 'euclidean', normalise: true },
      loss: { kind: 'triplet', margin: 0.5, mining: 'hard' },
    }),
  ],
  ['triplet semi-hard', tinyRecipe({ loss: { kind: 'triplet', margin: 0.5, mining: 'semi-hard' } })],
  [
    'supcon, sgd with rising momentum and rates of layers',
    tinyRecipe({
      optimiser: {
        kind: 'sgd',
        rate: 0.1,
        momentum: 0.9,
        momentumFrom: 0.5,
        momentumSteps: 3,
        layerRates: [0.5, 1],
        decay: 0,
      },
    }),
  ],
  ['supcon, sgd', tinyRecipe({ optimiser: { kind: 'sgd', rate: 0.1, momentum: 0.9, decay: 1e-4 } })],
  [
    'prototypical, adamw',
    tinyRecipe({
      head: { kind: 'euclidean', normalise: false },
      loss: { kind: 'prototypical', temperature: 1 },
      sampler: episodes,
      optimiser: { kind: 'adamw', rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0.01 },
    }),
  ],
]

describe('trainingProgram', () => {
  it.each(cases)('%s: learns one batch by heart, without leaking tensors', async (_, recipe) => {
    const { losses, last, state } = await train(recipe, 30)
    expect(losses.at(-1)).toBeLessThan((losses[0] as number) * 0.97)
    for (const name of ['same', 'different', 'spread', 'gradientNorm']) {
      expect(last[name]?.shape).toEqual([])
      expect(Number.isFinite(last[name]?.data[0])).toBe(true)
    }
    expect('scores' in last).toBe(recipe.sampler.kind === 'pairs')
    expect(state.step?.data[0]).toBe(30)
  })

  it('moves the running statistics, and leaves them out of the gradient', async () => {
    const { state, network } = await train(tinyRecipe(), 3)
    expect(Object.keys(network.buffers)).toContain('block1/mean')
    expect(Object.keys(network.parameters)).not.toContain('block1/mean')
    expect(state['block1/mean']?.data.some((value) => value !== 0)).toBe(true)
  })

  it('refuses a head, loss and sampler that do not go together', () => {
    const recipe = tinyRecipe({ head: { kind: 'l1' } })
    expect(() => trainingProgram(recipe, createNetwork(recipe))).toThrow(/supcon.*l1.*balanced/)
  })
})

describe('encodeProgram', () => {
  it('encodes any number of pictures to the same codes one by one', async () => {
    const recipe = tinyRecipe()
    const network = createNetwork(recipe)
    const program = encodeProgram(recipe, network, 2)
    const executable = await compile(program, 'reference')
    const values = network.init(new Rng(3))
    await executable.writeState(Object.fromEntries(Object.keys(program.state).map((name) => [name, values[name]!])))
    const rng = new Rng(4)
    const images = Float32Array.from({ length: 3 * 64 }, () => rng.next())
    const all = (await executable.run({ images: floatTensor([3, 8, 8, 1], images) })).codes
    expect(all?.shape).toEqual([3, 6])
    for (let i = 0; i < 3; i++) {
      const one = await executable.run({ images: floatTensor([1, 8, 8, 1], images.slice(i * 64, i * 64 + 64)) })
      one.codes?.data.forEach((value, j) => expect(value).toBeCloseTo(all?.data[i * 6 + j] as number, 5))
    }
    await executable.dispose()
  })
})
