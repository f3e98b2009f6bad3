/** The bundles of the compute processes do their work: nothing here goes through the translation of TypeScript. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportRun } from '../../src/core/export/index.ts'
import { probeInChild } from '../../src/core/engine/devices/spawn.ts'
import { ensureBuilt } from '../../src/server/built-page.ts'
import type { TrainerEvent, TrainerRequest } from '../../src/worker/messages.ts'
import { tinyData, tinyRun } from '../fixtures/tiny-run.ts'
import type { TinyData } from '../fixtures/tiny-run.ts'

const worker = (name: string) => path.resolve(`out/main/worker/${name}.js`)

let data: TinyData
beforeAll(async () => {
  await ensureBuilt(() => undefined)
  data = await tinyData()
})
afterAll(() => rm(data.dir, { recursive: true, force: true }))

function start(name: string, ...args: string[]) {
  return fork(worker(name), args, {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
}

describe('the built compute processes', () => {
  it('train with a thread for batches; the export of that run reads back', async () => {
    const run = await tinyRun(data, 'run', {}, { device: 'cpu' })
    const child = start('trainer')
    const events: TrainerEvent[] = []
    child.on('message', (event: TrainerEvent) => events.push(event))
    const request: TrainerRequest = {
      kind: 'start',
      runDir: run.paths.dir,
      dataset: data.dataset,
      resume: false,
      threads: 1,
      cacheDir: data.cacheDir,
    }
    child.send(request)
    await once(child, 'close')
    expect(events.at(-1)).toMatchObject({ kind: 'done' })
    // A thread that does not start is made up for, and noted.
    expect(await readFile(run.paths.log, 'utf8')).not.toMatch(/thread/)

    const out = path.join(data.dir, 'export')
    await exportRun(run.paths.dir, { format: 'onnx', out, cacheDir: data.cacheDir })
    const reader = start('check-export', out)
    const [reply] = (await once(reader, 'message')) as [{ differences?: Record<string, number>; error?: string }]
    expect(reply.error).toBeUndefined()
    for (const difference of Object.values(reply.differences ?? { none: NaN })) expect(difference).toBeLessThan(1e-3)
  })

  it('try a device', async () => {
    const entry = { file: worker('engine-probe'), execArgv: [] }
    expect(await probeInChild('cpu', { entry })).toMatchObject({ ok: true, stepMs: expect.any(Number) })
  })
})
