/** Trainings whose device fails: they go on elsewhere from their checkpoint, and say so. Real processes throughout. */
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCheckpoint } from '../../src/core/training/checkpoint/index.ts'
import { openRun, readMetrics } from '../../src/core/runs/index.ts'
import { splitClasses } from '../../src/core/dataset/index.ts'
import type { DeviceName } from '../../src/core/engine/index.ts'
import { resumeTraining, startTraining } from '../../src/host/training.ts'
import type { SupervisorEvent } from '../../src/host/supervisor.ts'
import { tinyRecipe } from '../fixtures/record.ts'
import { tinyData, withoutTime } from '../fixtures/tiny-run.ts'
import type { TinyData } from '../fixtures/tiny-run.ts'

let data: TinyData
beforeAll(async () => {
  data = await tinyData()
})
afterAll(() => rm(data.dir, { recursive: true, force: true }))

async function start(name: string, device: DeviceName, onEvent: (event: SupervisorEvent) => void = () => undefined) {
  const events: SupervisorEvent[] = []
  const { dataset, cacheDir, dir } = data
  const handle = await startTraining({
    runDir: `${dir}/${name}`,
    dataset,
    cacheDir,
    split: splitClasses(dataset, { seed: 1, validation: 0.4 }),
    recipe: tinyRecipe({}),
    device,
    maxRestarts: 1,
    onEvent: (event) => {
      events.push(event)
      onEvent(event)
    },
  })
  return { handle, events }
}

const moves = (events: readonly SupervisorEvent[]) =>
  events.filter((event) => event.kind === 'warning' && event.code === 'device-changed')

describe('a training whose device fails', { timeout: 120_000 }, () => {
  it('goes on on the processor where the device does not start', async () => {
    // Tests see no native library of TensorFlow unless they ask for it.
    const { handle, events } = await start('absent', 'tensorflow')
    expect(await handle.finished).toMatchObject({ reason: 'budget', step: 20 })
    expect(moves(events)).toEqual([
      expect.objectContaining({
        step: 0,
        message: "TensorFlow's native library is not installed. The training goes on on cpu from its last checkpoint.",
        advice: expect.stringContaining('--resume --device tensorflow') as string,
      }),
    ])
    expect((await openRun(handle.paths.dir)).record.device).toBe('cpu')
    const plain = await start('plain', 'cpu')
    await plain.handle.finished
    const curve = async (run: typeof handle) => withoutTime(await readMetrics(run.paths.metrics))
    expect(await curve(handle)).toEqual(await curve(plain.handle))
  })

  it('goes on on the processor where the driver ends the process again and again', async () => {
    const { handle, events } = await start('crashing', 'tensorflow', (event) => {
      if (event.kind === 'started' && moves(events).length === 0) process.kill(event.pid, 'SIGSEGV')
    })
    expect(await handle.finished).toMatchObject({ reason: 'budget', step: 20 })
    expect(moves(events)).toMatchObject([
      { message: expect.stringMatching(/^The training process was killed by SIGSEGV again and again\./) as string },
    ])
  })

  it('has nowhere to go from the processor', async () => {
    const { handle, events } = await start('processor', 'cpu', (event) => {
      if (event.kind === 'started') process.kill(event.pid, 'SIGSEGV')
    })
    await expect(handle.finished).rejects.toMatchObject({ code: 'training/process-died' })
    expect(moves(events)).toEqual([])
  })

  it('goes on on another device when it is asked to', async () => {
    const stopped: { handle?: Awaited<ReturnType<typeof start>>['handle'] } = {}
    const { handle } = await start('moved', 'reference', (event) => {
      if (event.kind === 'validation' && event.step === 10) void stopped.handle?.stop()
    })
    stopped.handle = handle
    expect(await handle.finished).toMatchObject({ reason: 'stopped' })
    const { dataset, cacheDir } = data
    const runDir = handle.paths.dir
    const before = await loadCheckpoint(handle.paths.last)
    const again = await resumeTraining({ runDir, dataset, cacheDir, device: 'cpu' })
    expect(await again.finished).toMatchObject({ reason: 'budget', step: 20 })
    expect((await openRun(runDir)).record.device).toBe('cpu')
    expect((await loadCheckpoint(again.paths.last)).loop.step).toBeGreaterThan(before.loop.step)
  })
})
