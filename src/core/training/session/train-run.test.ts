import { readFile, rm, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tinyData, tinyRun, withoutTime } from '../../../../tests/fixtures/tiny-run.ts'
import type { TinyData } from '../../../../tests/fixtures/tiny-run.ts'
import type { TrainingEvent } from '../../../shared/training.ts'
import { isValidation, readMetrics } from '../../runs/index.ts'
import type { Run } from '../../runs/index.ts'
import { loadCheckpoint } from '../checkpoint/index.ts'
import { TrainingControl } from '../loop/control.ts'
import { trainRun } from './train-run.ts'
import type { TrainRunOptions } from './open.ts'

let data: TinyData
beforeAll(async () => {
  data = await tinyData()
})
afterAll(() => rm(data.dir, { recursive: true, force: true }))

async function train(run: Run, options: Partial<TrainRunOptions> = {}) {
  const events: TrainingEvent[] = []
  const { onEvent, ...rest } = options
  const done = await trainRun({
    runDir: run.paths.dir,
    dataset: data.dataset,
    cacheDir: data.cacheDir,
    resume: false,
    threads: 0,
    control: new TrainingControl(),
    onEvent: (event) => {
      events.push(event)
      onEvent?.(event)
    },
    ...rest,
  })
  return { done, events }
}

async function outcome(run: Run) {
  const last = await loadCheckpoint(run.paths.last)
  return {
    curve: withoutTime(await readMetrics(run.paths.metrics)),
    state: last.state,
    best: (await loadCheckpoint(run.paths.best)).state,
    loop: { ...last.loop, seconds: 0 },
  }
}

describe.each(['reference', 'cpu'] as const)('training on %s', (device) => {
  it('goes on bit for bit where it stopped, whoever prepares the batches', { timeout: 120_000 }, async () => {
    const whole = await tinyRun(data, `whole-${device}`, {}, { device })
    const { done } = await train(whole)
    expect(done).toMatchObject({ reason: 'budget', step: 20 })
    const expected = await outcome(whole)
    expect(expected.curve).toHaveLength(24)

    const parts = await tinyRun(data, `parts-${device}`, {}, { device })
    const control = new TrainingControl()
    const stopAtTen = (event: TrainingEvent) => {
      if (event.kind === 'validation' && event.step === 10) control.stop()
    }
    const first = await train(parts, { control, onEvent: stopAtTen, threads: 1 })
    expect(first.done).toMatchObject({ reason: 'stopped', step: 10 })
    const second = await train(parts, { resume: true, threads: 2 })
    expect(second.done).toMatchObject({ reason: 'budget', step: 20 })
    expect(await outcome(parts)).toEqual(expected)
  })
})

describe('a training run', () => {
  it('validates on the same trials throughout, with interval and chance', async () => {
    const run = await tinyRun(data, 'validated')
    await train(run)
    const validations = (await readMetrics(run.paths.metrics)).filter(isValidation)
    expect(validations).toHaveLength(4)
    expect(new Set(validations.map(({ protocol }) => protocol)).size).toBe(1)
    expect(validations[0]).toMatchObject({ way: 3, shot: 1, trials: 20, chance: 1 / 3 })
  })

  it('lowers the way to what the classes allow, and says so', async () => {
    const run = await tinyRun(data, 'way', {
      budget: { steps: 2, minutes: null },
      validation: { every: 2, way: 50, shot: 1, trials: 10, withinGroup: false, acrossDrawer: false, patience: null },
    })
    const { events } = await train(run)
    expect(events).toContainEqual(expect.objectContaining({ kind: 'warning', code: 'way-lowered' }))
    expect(events).toContainEqual(expect.objectContaining({ kind: 'validation', way: 5 }))
  })

  it('selects nothing where no class was set aside', async () => {
    const run = await tinyRun(data, 'all', { budget: { steps: 3, minutes: null } }, { validation: 0 })
    const { done } = await train(run)
    expect(done.best).toEqual({ step: 3, accuracy: null })
    expect((await loadCheckpoint(run.paths.best)).loop.step).toBe(3)
  })

  it('is not begun twice, and a finished one only says so', async () => {
    const run = await tinyRun(data, 'twice', { budget: { steps: 2, minutes: null } })
    await train(run)
    await expect(train(run)).rejects.toMatchObject({ code: 'run/exists' })
    const { done, events } = await train(run, { resume: true })
    expect(events.map(({ kind }) => kind)).toEqual(['done'])
    expect(done).toMatchObject({ reason: 'budget', step: 2 })
  })

  it('refuses a recipe changed by hand, naming the field', async () => {
    const run = await tinyRun(data, 'changed', { budget: { steps: 2, minutes: null } })
    await train(run)
    await writeFile(
      run.paths.record,
      (await readFile(run.paths.record, 'utf8')).replace('"margin"', '"x"').replace('"seed": 7', '"seed": 8'),
    )
    await expect(train(run, { resume: true })).rejects.toThrow(/seed was 7, recipe\.json says 8/)
  })

  it('refuses other pictures and an unknown class', async () => {
    const run = await tinyRun(data, 'other')
    const dataset = { ...data.dataset, hash: 'f'.repeat(64) }
    await expect(train(run, { dataset })).rejects.toMatchObject({ code: 'run/other-data' })
    const text = await readFile(run.paths.record, 'utf8')
    await writeFile(run.paths.record, text.replace('"class00"', '"classXX"'))
    await expect(train(run)).rejects.toThrow(/recipe\.json is not valid at split\.\w+\.\d+: .*'classXX'/)
  })

  it('refuses a damaged checkpoint', async () => {
    const run = await tinyRun(data, 'damaged', { budget: { steps: 2, minutes: null } })
    await train(run)
    const bytes = await readFile(run.paths.last)
    await writeFile(run.paths.last, bytes.subarray(0, 1000))
    await expect(train(run, { resume: true })).rejects.toMatchObject({ code: 'checkpoint/corrupt' })
  })
})
