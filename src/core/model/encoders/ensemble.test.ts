import { describe, expect, it } from 'vitest'
import { Rng } from '../../../shared/random.ts'
import { compile, floatTensor, intTensor, type HostTensorMap } from '../../engine/index.ts'
import { createSampler } from '../../training/sampling/sampler.ts'
import { createNetwork } from '../network.ts'
import { tinyRecipe } from '../testing/recipes.ts'
import { batchShape, encodeProgram, trainingProgram } from '../training-program.ts'

const optimiser = { kind: 'sgd', rate: 0.1, momentum: 0, decay: 0 } as const
const conv4 = { kind: 'conv4' as const, filters: [4, 4], embedding: 6, momentum: 0.9 }
const alone = tinyRecipe({ optimiser, encoder: { ...conv4, members: 1 } })
const together = tinyRecipe({ optimiser, encoder: { ...conv4, members: 2 } })
const network = createNetwork(together)

const memberOf = (values: HostTensorMap, member: number): HostTensorMap =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => name.startsWith(`member${member}/`))
      .map(([name, value]) => [name.replace(`member${member}/`, ''), value]),
  )

async function step(
  recipe: typeof alone,
  values: HostTensorMap,
  images: Float32Array,
  labels: Int32Array,
  rate: number,
) {
  const executable = await compile(trainingProgram(recipe, createNetwork(recipe)), 'reference')
  const state = await executable.readState()
  await executable.writeState({ ...state, ...values })
  const count = batchShape(recipe).pictures
  const outputs = await executable.run({
    images: floatTensor([count, 8, 8, 1], images),
    labels: intTensor([count], labels),
    rate: floatTensor([], Float32Array.of(rate)),
  })
  const next = await executable.readState()
  await executable.dispose()
  return { outputs, next }
}

describe('networks side by side', () => {
  it('each learns what it would learn alone from its own batch', async () => {
    const values = network.init(new Rng(1))
    const size = batchShape(alone).pictures
    const images = new Float32Array(2 * size * 64)
    const rng = new Rng(2)
    images.forEach((_, i) => (images[i] = rng.next()))
    const labels = Int32Array.from({ length: 2 * size }, (_, i) => (i % size) >> 1)
    // The loss is the mean over the members, so each gets half of its own gradient.
    const both = await step(together, values, images, labels, 0.2)
    const losses: number[] = []
    for (const member of [1, 2]) {
      const from = (member - 1) * size
      const own = await step(
        alone,
        memberOf(values, member),
        images.slice(from * 64, (from + size) * 64),
        labels.slice(from, from + size),
        0.1,
      )
      losses.push(own.outputs.loss!.data[0]!)
      const mine = memberOf(both.next, member)
      for (const [name, { data }] of Object.entries(mine))
        data.forEach((value, i) => expect(value, name).toBeCloseTo(own.next[name]!.data[i]!, 5))
    }
    expect(losses[0]).not.toBeCloseTo(losses[1]!, 3)
    expect(both.outputs.loss!.data[0]).toBeCloseTo((losses[0]! + losses[1]!) / 2, 5)
  })

  it('start from different numbers, and give codes of equal weight', async () => {
    const values = network.init(new Rng(1))
    const [first, second] = [1, 2].map((member) => memberOf(values, member)['block1/kernel']!.data)
    expect(first).not.toEqual(second)
    const program = encodeProgram(together, network, 3)
    const frozen = Object.fromEntries(Object.keys(program.state).map((name) => [name, values[name]!]))
    const executable = await compile(program, 'reference', { frozen })
    const images = floatTensor(
      [3, 8, 8, 1],
      Float32Array.from({ length: 192 }, (_, i) => (i % 7) / 7),
    )
    const codes = (await executable.run({ images })).codes!
    await executable.dispose()
    expect(codes.shape).toEqual([3, 12])
    for (let half = 0; half < 6; half++) {
      const part = Array.from(codes.data.slice(half * 6, half * 6 + 6))
      expect(Math.hypot(...part)).toBeCloseTo(1, 4)
    }
  })

  it('are fed with different batches, the same again for the same step', () => {
    const classes = Array.from({ length: 6 }, (_, c) => [0, 1, 2, 3].map((i) => c * 4 + i))
    const spec = { kind: 'balanced', classes: 3, pictures: 2 } as const
    const joint = createSampler(spec, classes, 1, false, 2)
    const single = createSampler(spec, classes, 1)
    for (const at of [0, 1, 7]) {
      const { pictures, labels } = joint.batch(at)
      const parts = [single.batch(2 * at), single.batch(2 * at + 1)]
      expect([...pictures]).toEqual(parts.flatMap((part) => [...part.pictures]))
      expect([...labels]).toEqual(parts.flatMap((part) => [...part.labels]))
    }
  })

  it('cannot be trained on pairs', () => {
    const pairs = tinyRecipe({
      encoder: together.encoder,
      loss: { kind: 'contrastive', margin: 1 },
      sampler: { kind: 'pairs', pairs: 4 },
    })
    expect(() => trainingProgram(pairs, createNetwork(pairs))).toThrow(/side by side/)
  })
})
