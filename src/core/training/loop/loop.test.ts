import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tinyRecipe } from '../../../../tests/fixtures/record.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { TrainingEvent } from '../../../shared/training.ts'
import type { Executable, HostTensorMap } from '../../engine/index.ts'
import { floatTensor, zeroState } from '../../engine/index.ts'
import { deviceError } from '../../engine/device-trouble.ts'
import { isValidation, readMetrics, runPaths, truncateMetrics } from '../../runs/index.ts'
import type { MetricsLine, RunPaths } from '../../runs/index.ts'
import { loadCheckpoint } from '../checkpoint/index.ts'
import type { BatchSource } from '../pipeline/index.ts'
import { TrainingControl } from './control.ts'
import { freshLoopState } from './loop-options.ts'
import type { LoopOptions, Validator } from './loop-options.ts'
import { TrainingLoop } from './loop.ts'

let paths: RunPaths
beforeEach(async () => {
  paths = runPaths(await mkdtemp(path.join(tmpdir(), 'oneshot-loop-')))
  await mkdir(paths.checkpoints)
})
afterEach(() => rm(paths.dir, { recursive: true, force: true }))

const scalar = (value: number) => floatTensor([], Float32Array.of(value))

/** Stands in for a network: one weight that follows the batches, so that state, rate and batch all show in the loss. */
function arithmetic(
  lossOf: (weight: number, step: number) => number = (weight) => 1 + Math.abs(Math.sin(weight)),
): Executable {
  const program = {
    name: 'arithmetic',
    inputs: {
      images: { shape: [2], dtype: 'float32' },
      labels: { shape: [2], dtype: 'int32' },
      rate: { shape: [], dtype: 'float32' },
    },
    state: { weight: { shape: [], dtype: 'float32' }, step: { shape: [], dtype: 'float32' } },
    run: () => ({ outputs: {} }),
  } as const
  let state: HostTensorMap = zeroState(program.state)
  return {
    program,
    device: 'none',
    run(inputs) {
      const weight =
        (state.weight?.data[0] as number) + (inputs.images?.data[0] as number) * (inputs.rate?.data[0] as number)
      const step = (state.step?.data[0] as number) + 1
      state = { weight: scalar(weight), step: scalar(step) }
      const loss = lossOf(weight, step)
      return Promise.resolve({
        loss: scalar(loss),
        same: scalar(0.1),
        different: scalar(0.9),
        spread: scalar(0.2),
        gradientNorm: scalar(1),
      })
    },
    readState: () => Promise.resolve(structuredClone(state)),
    writeState: (values) => {
      state = structuredClone(values)
      return Promise.resolve()
    },
    dispose: () => Promise.resolve(),
  }
}

const batches: BatchSource = {
  next: (step) =>
    Promise.resolve({ step, count: 2, images: Float32Array.of(Math.cos(step), 0), labels: new Int32Array(2) }),
  release: () => undefined,
  close: () => Promise.resolve(),
}

/** Accuracies by validation; the interval is 0.1 either way. */
function validator(accuracies: (step: number) => number): Validator {
  return {
    way: 5,
    shot: 1,
    protocol: 'hash',
    validate: (state) => {
      const accuracy = accuracies(state.step?.data[0] as number)
      const interval = [Math.max(0, accuracy - 0.1), Math.min(1, accuracy + 0.1)] as const
      return Promise.resolve({ accuracy, interval, chance: 0.2, trials: 100 })
    },
  }
}

async function train(recipe: Recipe, options: Partial<LoopOptions> = {}) {
  const events: TrainingEvent[] = []
  const { onEvent, ...rest } = options
  const loop = new TrainingLoop({
    recipe,
    dataset: 'd',
    paths,
    executable: arithmetic(),
    codes: 8,
    batches,
    validator: undefined,
    initial: freshLoopState(),
    control: new TrainingControl(),
    onEvent: (event) => {
      events.push(event)
      onEvent?.(event)
    },
    ...rest,
  })
  return { done: await loop.run(), events }
}

/** What must be equal between two runs: everything but the time. */
function curve(lines: readonly MetricsLine[]) {
  return lines.map((line) => ({ ...line, time: 0, picturesPerSecond: 0 }))
}

async function resume(recipe: Recipe, options: Partial<LoopOptions> = {}) {
  const { loop, state } = await loadCheckpoint(paths.last)
  await truncateMetrics(paths.metrics, loop.step)
  const executable = arithmetic()
  await executable.writeState(state)
  return train(recipe, { executable, initial: loop, ...options })
}

describe('the training loop', () => {
  it('writes a line for each step and validation, and ends with the budget', async () => {
    const { done, events } = await train(tinyRecipe(), { validator: validator((step) => step / 100) })
    expect(done).toMatchObject({ reason: 'budget', step: 20, best: { step: 20, accuracy: 0.2 } })
    const lines = await readMetrics(paths.metrics)
    expect(lines.filter((line) => !isValidation(line)).map((line) => line.step)).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 1),
    )
    expect(lines.filter(isValidation).map((line) => [line.step, line.accuracy, line.best])).toEqual([
      [5, 0.05, true],
      [10, 0.1, true],
      [15, 0.15, true],
      [20, 0.2, true],
    ])
    expect(events.filter(({ kind }) => kind === 'progress').length).toBeGreaterThan(0)
    expect((await loadCheckpoint(paths.last)).loop).toMatchObject({ step: 20, ended: 'budget' })
  })

  it('goes on after a stop to the very same curve and state', async () => {
    const checks = { validator: validator((step) => Math.abs(Math.sin(step))) }
    await train(tinyRecipe(), checks)
    const whole = await readMetrics(paths.metrics)
    const final = await loadCheckpoint(paths.last)
    const best = await loadCheckpoint(paths.best)
    await rm(paths.metrics)
    await rm(paths.last)
    await rm(paths.best)

    const control = new TrainingControl()
    const stopping = arithmetic((weight, step) => {
      if (step === 12) control.stop()
      return 1 + Math.abs(Math.sin(weight))
    })
    const { done } = await train(tinyRecipe(), { ...checks, control, executable: stopping })
    expect(done).toMatchObject({ reason: 'stopped', step: 12 })
    const second = await resume(tinyRecipe(), checks)
    expect(second.done).toMatchObject({ reason: 'budget', step: 20 })
    expect(curve(await readMetrics(paths.metrics))).toEqual(curve(whole))
    const resumed = await loadCheckpoint(paths.last)
    expect(resumed.state).toEqual(final.state)
    expect({ ...resumed.loop, seconds: 0 }).toEqual({ ...final.loop, seconds: 0 })
    expect((await loadCheckpoint(paths.best)).state).toEqual(best.state)
  })

  it('drops what a killed process did after its last checkpoint, and does it again', async () => {
    await train(tinyRecipe())
    const whole = curve(await readMetrics(paths.metrics))
    await rm(paths.metrics)
    const killed = arithmetic((weight, step) => {
      if (step === 14) throw new Error('killed')
      return 1 + Math.abs(Math.sin(weight))
    })
    await expect(train(tinyRecipe(), { executable: killed })).rejects.toThrow('killed')
    expect(await readMetrics(paths.metrics)).toHaveLength(13)
    await resume(tinyRecipe())
    expect(curve(await readMetrics(paths.metrics))).toEqual(whole)
  })

  it('stops early and keeps the best', async () => {
    const base = tinyRecipe()
    const recipe = tinyRecipe({
      budget: { steps: 1000, minutes: null },
      validation: { ...base.validation, patience: 3 },
    })
    const { done, events } = await train(recipe, { validator: validator((step) => (step === 10 ? 0.9 : 0.4)) })
    expect(done).toMatchObject({ reason: 'early-stop', step: 25, best: { step: 10, accuracy: 0.9 } })
    expect((await loadCheckpoint(paths.best)).state.step?.data[0]).toBe(10)
    expect(events).toContainEqual(expect.objectContaining({ kind: 'warning', code: 'overfitting' }))
  })

  it('ends at a loss that is no number, keeping the last good checkpoint', async () => {
    const executable = arithmetic((_, step) => (step === 12 ? NaN : 1))
    const { done, events } = await train(tinyRecipe(), { executable })
    expect(done).toMatchObject({ reason: 'diverged', step: 12 })
    expect(events).toContainEqual(expect.objectContaining({ kind: 'warning', code: 'diverged', step: 12 }))
    expect((await loadCheckpoint(paths.last)).loop.step).toBe(10)
    expect(await readFile(paths.metrics, 'utf8')).toMatch(/"step":12,.*"loss":null/)
  })

  it('keeps the last state as the best where nothing is validated', async () => {
    const { done } = await train(tinyRecipe())
    expect(done.best).toEqual({ step: 20, accuracy: null })
    expect((await loadCheckpoint(paths.best)).state).toEqual((await loadCheckpoint(paths.last)).state)
  })

  it('holds while paused, with a checkpoint, and does not count the time', async () => {
    const control = new TrainingControl()
    const executable = arithmetic((_, step) => {
      if (step === 7) control.pause()
      return 1
    })
    const { done, events } = await train(tinyRecipe(), {
      control,
      executable,
      onEvent: (event) => {
        if (event.kind === 'phase' && event.phase === 'paused') setTimeout(() => control.resume(), 300)
      },
    })
    expect(done).toMatchObject({ reason: 'budget', step: 20 })
    expect(done.seconds).toBeLessThan(0.3)
    expect(events).toContainEqual({ kind: 'checkpoint', step: 7, name: 'last' })
  })

  it('can be stopped or cancelled while paused; only a stop writes', async () => {
    for (const order of ['stop', 'cancel'] as const) {
      const control = new TrainingControl()
      control.pause()
      const { done } = await train(tinyRecipe(), {
        control,
        onEvent: (event) => {
          if (event.kind === 'phase' && event.phase === 'paused') setImmediate(() => control[order]())
        },
      })
      expect(done).toMatchObject({ reason: order === 'stop' ? 'stopped' : 'cancelled', step: 0 })
      await rm(paths.checkpoints, { recursive: true })
      await mkdir(paths.checkpoints)
    }
  })

  it('keeps the steps since the last checkpoint when its device fails', async () => {
    const failing = (gives: boolean): Executable => {
      const good = arithmetic()
      let runs = 0
      return {
        ...good,
        run: (inputs) => {
          if (++runs <= 7) return good.run(inputs)
          throw deviceError('cuda', 'running', 'arithmetic', new Error('CUDA failure 719: unspecified launch failure'))
        },
        readState: () => (gives || runs <= 7 ? good.readState() : Promise.reject(new Error('the device is lost'))),
      }
    }
    const recipe = tinyRecipe({ checkpointEvery: 5 })
    await expect(train(recipe, { executable: failing(true) })).rejects.toMatchObject({ code: 'engine/run' })
    expect((await loadCheckpoint(paths.last)).loop.step).toBe(7)
    // What a lost device no longer gives is done again from the checkpoint before.
    await rm(paths.last)
    await expect(train(recipe, { executable: failing(false) })).rejects.toMatchObject({ code: 'engine/run' })
    expect((await loadCheckpoint(paths.last)).loop.step).toBe(5)
  })

  it('keeps to its minutes', async () => {
    const slow = arithmetic()
    const { run } = slow
    slow.run = async (inputs) => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      return run(inputs)
    }
    const { done } = await train(tinyRecipe({ budget: { steps: null, minutes: 0.02 } }), { executable: slow })
    // Of 1.2 seconds it leaves what a last validation may take, on a busy computer up to a half.
    expect(done.seconds).toBeGreaterThan(0.5)
    expect(done.seconds).toBeLessThan(10)
    const last = (await readMetrics(paths.metrics)).at(-1)
    // The cosine is near its end, however unevenly a busy computer made the steps: a tenth of the first rate is left at most.
    expect(last && 'rate' in last ? last.rate : 1).toBeLessThan(3e-4)
  })
})
