import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDataset, openHost } from '../../../tests/fixtures/host.ts'
import type { TestHost } from '../../../tests/fixtures/host.ts'
import { writeDrawings } from '../../../tests/fixtures/pictures.ts'
import type { DatasetSummary } from '../../shared/contract/datasets.ts'
import type { PlanWishes, PresetName } from '../../shared/contract/plan.ts'

let test: TestHost
let omniglot: DatasetSummary
let emoji: DatasetSummary
beforeAll(async () => {
  test = await openHost()
  const [first, second] = await test.client.app.samples({})
  omniglot = await openDataset(test.client, first!.path)
  emoji = await openDataset(test.client, second!.path)
})
afterAll(() => test.close())

const wishes = (datasetId: string, preset: PlanWishes['preset'], overrides: PlanWishes['overrides'] = {}) => ({
  ...{ datasetId, preset, overrides },
  ...{ validation: null, test: null, by: null },
})

async function planned(datasetId: string, preset: PresetName, overrides: PlanWishes['overrides'] = {}) {
  const { recipe, split } = await test.client.plan.make(wishes(datasetId, preset, overrides))
  return { datasetId, recipe, split }
}

/** Small enough for a test. */
const SMALL = { 'encoder.filters': [8, 8], 'encoder.members': 2, 'sampler.classes': 8, 'validation.every': 50 }

describe('making a plan', () => {
  it('chooses a recipe and says why', async () => {
    const plan = await test.client.plan.make(wishes(omniglot.id, 'auto'))
    expect(plan).toMatchObject({
      preset: 'all-pairs',
      why: { code: 'recipe-choice/enough-lines', values: { classes: 136 } },
      notes: [],
    })
    expect(plan.split).toMatchObject({ by: 'group', seed: 1 })
    const { train, validation, test: tested } = plan.split
    expect([...train, ...validation, ...tested].sort((a, b) => a - b)).toEqual(omniglot.classes.map((_, i) => i))
    expect(plan.parameters).toBeGreaterThan(100_000)
    expect(plan.codes).toBeGreaterThan(100)
    expect(plan.fields.find(({ name }) => name === 'budget.steps')).toMatchObject({ value: 2000, unit: 'steps' })
    expect(await test.client.plan.make(wishes(emoji.id, 'auto'))).toMatchObject({ preset: 'pretrained', codes: null })
  })

  it('keeps the classes apart that another seed set apart, where it is told to', async () => {
    const { make } = test.client.plan
    const first = await make(wishes(omniglot.id, 'all-pairs', { seed: 1 }))
    const second = await make(wishes(omniglot.id, 'all-pairs', { seed: 7 }))
    const same = await make({ ...wishes(omniglot.id, 'all-pairs', { seed: 7 }), splitSeed: 1 })
    expect(same.recipe.seed).toBe(7)
    expect(same.split).toEqual(first.split)
    expect(second.split.test).not.toEqual(first.split.test)
  })

  it('takes changes, and refuses wrong ones by the name of the field', async () => {
    const { make } = test.client.plan
    const plan = await make(wishes(omniglot.id, 'koch', { 'optimiser.rate': 0.02, 'budget.minutes': null }))
    expect(plan.recipe.optimiser).toMatchObject({ rate: 0.02 })
    expect(plan.fields.filter(({ changed }) => changed).map(({ name }) => name)).toEqual(['optimiser.rate'])
    await expect(make(wishes(omniglot.id, 'koch', { 'optimiser.rate': -1 }))).rejects.toMatchObject({
      code: 'REFUSED',
      message: expect.stringMatching(/optimiser\.rate is -1; it must be a number above 0/),
      data: { code: 'recipe/invalid', subject: 'optimiser.rate', next: expect.any(String) },
    })
    const named = { ...wishes(omniglot.id, 'all-pairs'), test: ['Greek'], validation: 0 }
    expect((await make(named)).split.test).toHaveLength(24)
    await expect(make({ ...named, test: ['Klingon'] })).rejects.toMatchObject({ data: { code: 'split-group' } })
    await expect(make(wishes('0'.repeat(16), 'koch'))).rejects.toMatchObject({ data: { code: 'dataset/not-open' } })
  })

  it('says what few classes do not allow', async () => {
    await writeDrawings(path.join(test.dir, 'few'), 3, 4)
    const few = await openDataset(test.client, path.join(test.dir, 'few'))
    const plan = await test.client.plan.make(wishes(few.id, 'all-pairs'))
    expect(plan.notes).toEqual([
      {
        code: 'plan/none-for-both',
        values: { classes: 3 },
        text: '3 classes are too few to set any aside for validation or testing.',
      },
    ])
  })

  it('lists the presets', async () => {
    const presets = await test.client.plan.presets({})
    expect(presets.map(({ name, recipe }) => [name, recipe.name])).toEqual(presets.map(({ name }) => [name, name]))
  })
})

describe('sample pairs', () => {
  it.each(['article', 'koch', 'all-pairs', 'pretrained'] as const)('are what %s is fed', async (preset) => {
    const input = await planned(omniglot.id, preset)
    const pairs = await test.client.plan.samplePairs({ ...input, pairs: 8 })
    expect(pairs.map(({ same }) => same)).toEqual([true, true, true, true, false, false, false, false])
    const training = new Set(input.split.train.map((index) => omniglot.classes[index]?.name))
    const { width, height, channels } = input.recipe.input
    for (const { same, a, b } of pairs) {
      expect(training).toContain(a.className)
      expect(a.index).not.toBe(b.index)
      if (same) expect(b.className).toBe(a.className)
      for (const { pixels } of [a, b]) {
        expect(pixels).toMatchObject({ width, height, channels })
        expect(pixels.data).toHaveLength(width * height * channels)
        // Dark ink on white paper, as drawn.
        const mean = pixels.data.reduce((sum, value) => sum + value, 0) / pixels.data.length
        expect(mean).toBeGreaterThan(150)
      }
    }
    const again = await test.client.plan.samplePairs({ ...input, pairs: 8 })
    expect(again.map(({ a }) => Buffer.compare(a.pixels.data, pairs.shift()!.a.pixels.data))).toEqual(Array(8).fill(0))
  })

  it('refuses the split of another data set', async () => {
    const input = await planned(emoji.id, 'pretrained')
    const wrong = test.client.plan.samplePairs({ ...input, datasetId: omniglot.id, pairs: 2 })
    await expect(wrong).rejects.toMatchObject({ code: 'REFUSED', data: { code: 'plan/other-data' } })
  })
})

describe('estimates', { timeout: 120_000 }, () => {
  it('time a few steps on the device, once', async () => {
    const { estimate } = test.client.plan
    const input = await planned(omniglot.id, 'all-pairs', { ...SMALL, 'budget.steps': 100 })
    const first = await estimate({ ...input, device: 'cpu' })
    expect(first.steps).toBe(100)
    expect(first.secondsPerStep).toBeGreaterThan(0)
    expect(first.seconds).toBeGreaterThan(100 * (first.secondsPerStep ?? 0))
    expect(first.memoryBytes).toBeGreaterThan(2e8)
    expect(first.memoryBytes).toBeLessThan(1e9)
    const longer = await planned(omniglot.id, 'all-pairs', { ...SMALL, 'budget.steps': null, 'budget.minutes': 1 })
    const second = await estimate({ ...longer, device: 'cpu' })
    expect(second).toMatchObject({ secondsPerStep: first.secondsPerStep, seconds: 60 })
    expect(await readdir(path.join(test.dir, 'cache', 'estimates'))).toHaveLength(1)
  })

  it.each(['pairs', 'episodes'])('work for batches of %s', async (kind) => {
    const way = kind === 'pairs' ? { 'sampler.pairs': 4 } : { 'sampler.way': 5 }
    const loss = kind === 'pairs' ? { 'loss.kind': 'contrastive' } : { 'loss.kind': 'prototypical' }
    const input = await planned(omniglot.id, 'all-pairs', {
      ...{ 'encoder.filters': [4, 4], 'encoder.members': 1, 'sampler.kind': kind, 'head.kind': 'euclidean' },
      ...way,
      ...loss,
    })
    expect((await test.client.plan.estimate({ ...input, device: 'cpu' })).secondsPerStep).toBeGreaterThan(0)
  })

  it('count the pictures a frozen network has not seen', async () => {
    const input = await planned(emoji.id, 'pretrained')
    const whole = await test.client.plan.estimate({ ...input, device: 'cpu' })
    expect(whole).toMatchObject({ secondsPerStep: null, steps: null })
    const fewer = { ...input, split: { ...input.split, train: input.split.train.slice(0, 27), test: [] } }
    const part = await test.client.plan.estimate({ ...fewer, device: 'cpu' })
    expect(whole.seconds! / part.seconds!).toBeCloseTo(input.split.train.length / 27, 3)
  })

  it('say which device there is not', async () => {
    const input = await planned(omniglot.id, 'all-pairs')
    await expect(test.client.plan.estimate({ ...input, device: 'abacus' })).rejects.toMatchObject({
      data: { code: 'engine/no-such-device' },
    })
  })
})
