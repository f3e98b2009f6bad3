import { execFile } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { loadCheckpoint } from '../../src/core/training/checkpoint/index.ts'
import { readMetrics, runOwner } from '../../src/core/runs/index.ts'
import type { RunPaths } from '../../src/core/runs/index.ts'
import { resumeTraining, startTraining } from '../../src/host/training.ts'
import type { StartOptions } from '../../src/host/training.ts'
import type { SupervisorEvent } from '../../src/host/supervisor.ts'
import { splitClasses } from '../../src/core/dataset/index.ts'
import type { Recipe } from '../../src/shared/recipe.ts'
import { tinyRecipe } from '../fixtures/record.ts'
import { tinyData, tinyRun, withoutTime } from '../fixtures/tiny-run.ts'
import type { TinyData } from '../fixtures/tiny-run.ts'

let data: TinyData
beforeAll(async () => {
  data = await tinyData()
})
afterAll(() => rm(data.dir, { recursive: true, force: true }))

async function start(name: string, overrides: Partial<Recipe> = {}, options: Partial<StartOptions> = {}) {
  const events: SupervisorEvent[] = []
  const { dataset, cacheDir, dir } = data
  const { onEvent, ...rest } = options
  const handle = await startTraining({
    runDir: `${dir}/${name}`,
    dataset,
    cacheDir,
    split: splitClasses(dataset, { seed: 1, validation: 0.4 }),
    recipe: tinyRecipe(overrides),
    device: 'cpu',
    onEvent: (event) => {
      events.push(event)
      onEvent?.(event)
    },
    ...rest,
  })
  return { handle, events }
}

async function outcome(paths: RunPaths) {
  const { state, loop } = await loadCheckpoint(paths.last)
  return { curve: withoutTime(await readMetrics(paths.metrics)), state, loop: { ...loop, seconds: 0 } }
}

function kill(pid: number | undefined): void {
  if (pid === undefined) throw new Error('there is no process to kill')
  process.kill(pid, 'SIGKILL')
}

const long = { budget: { steps: 40, minutes: null } }

describe('a supervised training', { timeout: 120_000 }, () => {
  it('killed in mid-run goes on from its checkpoint to the same curve and network', async () => {
    const undisturbed = await start('undisturbed', long)
    expect(await undisturbed.handle.finished).toMatchObject({ reason: 'budget', step: 40 })
    let kills = 0
    const killed = await start('killed', long, {
      onEvent: (event) => {
        const due = event.kind === 'checkpoint' && event.name === 'last' && event.step >= 15 * (kills + 1)
        if (due && event.step < 40) {
          kills += 1
          // A few steps later, so that there is something to throw away.
          setTimeout(() => kill(killed.handle.pid), 20)
        }
      },
    })
    expect(await killed.handle.finished).toMatchObject({ reason: 'budget', step: 40 })
    const restarts = killed.events.filter(({ kind }) => kind === 'restarted')
    expect(restarts.length).toBeGreaterThan(0)
    expect(restarts[0]).toMatchObject({ attempt: 1, cause: { code: 'restart/killed', text: 'was killed by SIGKILL' } })
    expect(await outcome(killed.handle.paths)).toEqual(await outcome(undisturbed.handle.paths))
  })

  it('gives up after some deaths without progress, and says what to do', async () => {
    const { handle, events } = await start('hopeless', long, {
      maxRestarts: 1,
      onEvent: (event) => {
        if (event.kind === 'started') kill(event.pid)
      },
    })
    await expect(handle.finished).rejects.toMatchObject({ code: 'training/process-died' })
    await expect(handle.finished).rejects.toThrow(/was killed by SIGKILL, 2 times without progress/)
    expect(events.filter(({ kind }) => kind === 'restarted')).toHaveLength(1)
  })

  it('pauses, goes on, stops with a checkpoint and resumes to the same curve', async () => {
    const { validation } = tinyRecipe()
    const overrides = {
      budget: { steps: 200, minutes: null },
      checkpointEvery: 100,
      validation: { ...validation, every: 10 },
    }
    const whole = await start('whole', overrides)
    await whole.handle.finished
    let paused = 0
    const { handle, events } = await start('stopped', overrides, {
      onEvent: (event) => {
        if (event.kind === 'validation' && event.step === 10) handle.pause()
        if (event.kind === 'phase' && event.phase === 'paused') {
          paused += 1
          setTimeout(() => handle.resume(), 100)
        }
        if (event.kind === 'validation' && event.step === 20) void handle.stop()
      },
    })
    const done = await handle.finished
    expect(done.reason).toBe('stopped')
    expect(done.step).toBeGreaterThanOrEqual(20)
    expect(done.step).toBeLessThan(200)
    expect(paused).toBe(1)
    expect(events.filter(({ kind }) => kind === 'restarted')).toEqual([])
    expect(await runOwner(handle.paths)).toBeUndefined()

    const resumed = await resumeTraining({ runDir: handle.paths.dir, dataset: data.dataset, cacheDir: data.cacheDir })
    expect(await resumed.finished).toMatchObject({ reason: 'budget', step: 200 })
    expect(await outcome(handle.paths)).toEqual(await outcome(whole.handle.paths))
  })

  it('ends with its parent, leaving a checkpoint and no process behind', async () => {
    const { dir, dataset, cacheDir } = data
    const { paths } = await tinyRun(data, 'orphan', { budget: { steps: 100_000, minutes: null } }, { device: 'cpu' })
    await writeFile(`${dir}/orphan.json`, JSON.stringify({ runDir: paths.dir, dataset, cacheDir }))
    const parent = `
      import { readFileSync } from 'node:fs'
      const { resumeTraining } = await import(${JSON.stringify(new URL('../../src/host/training.ts', import.meta.url).href)})
      const options = JSON.parse(readFileSync(${JSON.stringify(`${dir}/orphan.json`)}, 'utf8'))
      const onEvent = (event) => {
        if (event.kind === 'started') console.log(event.pid)
        if (event.kind === 'validation') process.kill(process.pid, 'SIGKILL')
      }
      await (await resumeTraining({ ...options, onEvent })).finished`
    const cwd = fileURLToPath(new URL('.', import.meta.url))
    const args = ['--import', 'tsx', '--input-type=module', '-e', parent]
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd }).catch(
      (error: { stdout: string }) => error,
    )
    const pid = Number(stdout)
    expect(pid).toBeGreaterThan(0)
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 15_000, interval: 100 })
    const { loop } = await loadCheckpoint(paths.last)
    expect(loop.step).toBeGreaterThanOrEqual(5)
    expect((await readMetrics(paths.metrics)).at(-1)?.step).toBe(loop.step)
    expect(await runOwner(paths)).toBeUndefined()
  })

  it('passes on what the person can act on, with its code', async () => {
    const { handle } = await start('impossible', { sampler: { kind: 'pairs', pairs: 4 } })
    await expect(handle.finished).rejects.toMatchObject({ name: 'UserError', code: 'recipe/mismatch' })
  })
})
