import { appendFile, readdir, readFile, rm, stat, truncate } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tinyData, tinyRun } from '../../../tests/fixtures/tiny-run.ts'
import type { TinyData } from '../../../tests/fixtures/tiny-run.ts'
import type { TrainingEvent } from '../../shared/training.ts'
import { presets } from '../training/recipes/index.ts'
import { TrainingControl, trainRun } from '../training/index.ts'
import { FeatureCache } from './feature-cache.ts'
import { evaluateRun } from './index.ts'
import { mirrored } from './mirror.ts'

let data: TinyData
beforeAll(async () => {
  data = await tinyData({ classes: 6, pictures: 3 })
})
afterAll(() => rm(data.dir, { recursive: true, force: true }))

const hash = (digit: string) => digit.repeat(64)

describe('the feature cache', () => {
  it('keeps features, and leaves out what a crash cut off or a disk changed', async () => {
    const rows = ['1', '2', '3'].map((digit) => ({ hash: hash(digit), features: Float32Array.of(Number(digit), -1) }))
    await (await FeatureCache.open(data.dir, 'key', 2)).add(rows)
    const file = path.join(data.dir, 'features', 'key.bin')
    const { size } = await stat(file)
    expect((await FeatureCache.open(data.dir, 'key', 2)).get(hash('3'))).toEqual(Float32Array.of(3, -1))
    await truncate(file, size - 5)
    const cut = await FeatureCache.open(data.dir, 'key', 2)
    expect([cut.get(hash('2')), cut.get(hash('3'))]).toEqual([Float32Array.of(2, -1), undefined])
    await cut.add(rows.slice(2))
    expect((await FeatureCache.open(data.dir, 'key', 2)).get(hash('3'))).toEqual(Float32Array.of(3, -1))
    await appendFile(file, Buffer.alloc(size / 3))
    expect((await FeatureCache.open(data.dir, 'key', 2)).get(hash('0'))).toBeUndefined()
  })

  it('shortens nothing that another process is writing', async () => {
    const row = (digit: string) => ({ hash: hash(digit), features: Float32Array.of(Number(digit), -1) })
    await (await FeatureCache.open(data.dir, 'shared', 2)).add([row('1'), row('2')])
    const file = path.join(data.dir, 'features', 'shared.bin')
    const bytes = await readFile(file)
    await truncate(file, bytes.length - 5)
    const reader = await FeatureCache.open(data.dir, 'shared', 2)
    expect((await stat(file)).size).toBe(bytes.length - 5)
    // The other one ends its record; only then does the reader have something to keep too.
    await appendFile(file, bytes.subarray(-5))
    await reader.add([row('3')])
    const all = await FeatureCache.open(data.dir, 'shared', 2)
    expect(['1', '2', '3'].map((digit) => all.get(hash(digit))?.[0])).toEqual([1, 2, 3])
  })
})

describe('mirrored', () => {
  it('exchanges left and right, channels kept in order', () => {
    expect([...mirrored(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), 2, 2)]).toEqual([3, 4, 1, 2, 7, 8, 5, 6])
  })
})

describe('training with a frozen network', { timeout: 120_000 }, () => {
  async function train(name: string, overrides = {}) {
    const recipe = { ...presets.pretrained, ...overrides }
    const run = await tinyRun(data, name, recipe, { device: 'cpu', validation: 0.5 })
    const events: TrainingEvent[] = []
    const control = new TrainingControl()
    const { dataset, cacheDir } = data
    const onEvent = (event: TrainingEvent) => void events.push(event)
    const done = await trainRun({ runDir: run.paths.dir, dataset, cacheDir, resume: false, control, onEvent })
    return { run, events, done }
  }

  it('fits a head, and reads the pictures only once', async () => {
    const first = await train('first')
    expect(first.done).toMatchObject({ reason: 'budget', step: 1 })
    const validation = first.events.find(({ kind }) => kind === 'validation')
    expect(validation).toMatchObject({ way: 3, chance: 1 / 3 })
    expect(first.events).toContainEqual({ kind: 'phase', phase: 'opening', done: null, total: null })
    await rm(path.join(data.cacheDir, 'pictures'), { recursive: true })
    const second = await train('second')
    expect(second.events).not.toContainEqual({ kind: 'phase', phase: 'opening', done: null, total: null })
    expect(second.events.find(({ kind }) => kind === 'validation')).toMatchObject({
      accuracy: second.done.best?.accuracy,
    })
    expect(second.done.best).toEqual(first.done.best)
    expect(await readdir(path.join(data.cacheDir, 'features'))).toHaveLength(1)

    const options = { cacheDir: data.cacheDir, trials: 60, save: false }
    const result = await evaluateRun(first.run.paths.dir, options)
    expect(Object.keys(result.baselines)).toContain('untrained')
  })

  it('refuses pictures of another size than the network takes', async () => {
    const attempt = train('size', { input: { ...presets.pretrained.input, width: 100 } })
    await expect(attempt).rejects.toMatchObject({ code: 'recipe/input', subject: 'input.width' })
  })
})
