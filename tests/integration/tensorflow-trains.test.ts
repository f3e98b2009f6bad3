/**
 * Whole trainings on TensorFlow's native library: they resume to the same curve, and their checkpoints travel to other
 * devices and back. Skipped where `npm run setup:tensorflow` was not run.
 */
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tf, type DeviceName } from '../../src/core/engine/index.ts'
import { probeInChild } from '../../src/core/engine/devices/spawn.ts'
import { largestDifference } from '../../src/core/engine/trace/compare.ts'
import { moveRun, openRun, readMetrics, type Run } from '../../src/core/runs/index.ts'
import { loadCheckpoint } from '../../src/core/training/checkpoint/index.ts'
import { TrainingControl, trainRun } from '../../src/core/training/index.ts'
import { useTensorflow } from '../fixtures/tensorflow.ts'
import { tinyData, tinyRun, withoutTime, type TinyData } from '../fixtures/tiny-run.ts'

const isHere = useTensorflow()

let data: TinyData
beforeAll(async () => {
  data = await tinyData()
})
afterAll(() => rm(data.dir, { recursive: true, force: true }))

/** Trains to the end, or to a validation at `until`. */
async function train(run: Run, resume: boolean, until = Infinity) {
  const control = new TrainingControl()
  return trainRun({
    runDir: run.paths.dir,
    dataset: data.dataset,
    cacheDir: data.cacheDir,
    resume,
    threads: 0,
    control,
    onEvent: (event) => {
      if (event.kind === 'validation' && event.step === until) control.stop()
    },
  })
}

async function outcome({ paths }: Run) {
  return { curve: withoutTime(await readMetrics(paths.metrics)), state: (await loadCheckpoint(paths.last)).state }
}

async function whole(device: DeviceName) {
  const run = await tinyRun(data, `whole-${device}`, {}, { device })
  expect(await train(run, false)).toMatchObject({ reason: 'budget', step: 20 })
  return outcome(run)
}

/** Begins on one device and goes on on the other after ten of twenty steps. */
async function inTwoParts(first: DeviceName, second: DeviceName) {
  const run = await tinyRun(data, `${first}-${second}`, {}, { device: first })
  expect(await train(run, false, 10)).toMatchObject({ reason: 'stopped', step: 10 })
  await moveRun(run, second)
  expect(await train(run, true)).toMatchObject({ reason: 'budget', step: 20 })
  expect((await openRun(run.paths.dir)).record.device).toBe(second)
  return outcome(run)
}

describe.skipIf(!isHere)('training on TensorFlow', { timeout: 120_000 }, () => {
  it('goes on where it stopped, along the same curve', async () => {
    const expected = await whole('tensorflow')
    const before = tf.memory().numTensors
    const parts = await inTwoParts('tensorflow', 'tensorflow')
    expect(tf.memory().numTensors).toBe(before)
    expect(parts.curve).toHaveLength(24)
    expect(parts.curve.map(({ step }) => step)).toEqual(expected.curve.map(({ step }) => step))
    // Sums of several threads may be added in another order.
    expect(largestDifference(expected.state, parts.state).difference).toBeLessThan(1e-4)
  })

  it.each<[DeviceName, DeviceName]>([
    ['tensorflow', 'cpu'],
    ['cpu', 'tensorflow'],
  ])('leaves checkpoints that go on elsewhere: %s, then %s', async (first, second) => {
    const { state, curve } = await inTwoParts(first, second)
    const expected = await outcome(await openRun(`${data.dir}/whole-tensorflow`))
    expect(curve).toHaveLength(24)
    // Twenty steps on end: a weight whose gradient is nothing but rounding walks at most a rate (0.001) a step apart.
    const { difference, where } = largestDifference(expected.state, state)
    expect(difference, where).toBeLessThan(2e-2)
  })

  it('is listed among the devices, with its version and the time of a step', async () => {
    expect(await probeInChild('tensorflow')).toMatchObject({
      ok: true,
      lasting: true,
      version: expect.stringMatching(/^TensorFlow \d+\.\d+\.\d+/) as string,
      stepMs: expect.any(Number) as number,
    })
  })
})
