import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tinyRecord } from '../../../tests/fixtures/record.ts'
import {
  createRun,
  lockRun,
  MetricsWriter,
  openRun,
  readMetrics,
  runOwner,
  runPaths,
  truncateMetrics,
} from './index.ts'
import type { StepLine, ValidationLine } from './index.ts'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'oneshot-runs-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const line = (step: number): StepLine => ({ step, time: step / 10, loss: 1 / step, rate: 0.1, picturesPerSecond: 100 })
const validation = (step: number): ValidationLine => ({
  step,
  time: 1,
  accuracy: 0.5,
  interval: [0.4, 0.6],
  chance: 0.2,
  way: 5,
  shot: 1,
  trials: 100,
  protocol: 'abc',
  best: true,
})

describe('a run folder', () => {
  it('opens as it was made', async () => {
    const made = await createRun(path.join(dir, 'run'), tinyRecord())
    expect(await openRun(path.join(dir, 'run'))).toEqual(made)
    expect((await readdir(path.join(dir, 'run'))).sort()).toEqual(['checkpoints', 'evaluations', 'recipe.json'])
  })

  it('is never made over something else', async () => {
    await createRun(path.join(dir, 'run'), tinyRecord())
    await expect(createRun(path.join(dir, 'run'), tinyRecord())).rejects.toMatchObject({ code: 'run/exists' })
    await expect(createRun(dir, tinyRecord())).rejects.toMatchObject({ code: 'run/not-empty' })
    await writeFile(path.join(dir, 'file'), '')
    await expect(createRun(path.join(dir, 'file', 'run'), tinyRecord())).rejects.toMatchObject({ name: 'UserError' })
  })

  it.each([
    ['{', /recipe\.json is not JSON/],
    ['[]', /recipe\.json is not valid at/],
    [JSON.stringify({ ...tinyRecord(), device: 'abacus' }), /recipe\.json is not valid at device:/],
    [
      JSON.stringify(tinyRecord()).replace('"patience":null', '"patience":-3'),
      /recipe\.json is not valid at recipe\.validation\.patience:/,
    ],
  ])('names file and field of a damaged record %#', async (text, message) => {
    await writeFile(path.join(dir, 'recipe.json'), text)
    await expect(openRun(dir)).rejects.toThrow(message)
    await expect(openRun(dir)).rejects.toMatchObject({ code: 'files/not-valid' })
  })

  it('is missed where there is none', async () => {
    await expect(openRun(dir)).rejects.toMatchObject({ code: 'run/none' })
  })

  it('is held by one process at a time, and a dead one holds nothing', async () => {
    const paths = runPaths(dir)
    const release = await lockRun(paths)
    expect(await runOwner(paths)).toBe(process.pid)
    await writeFile(paths.lock, JSON.stringify({ pid: process.ppid }))
    await expect(lockRun(paths)).rejects.toMatchObject({ code: 'run/in-use' })
    await writeFile(paths.lock, JSON.stringify({ pid: 2 ** 22 + 1 }))
    await (
      await lockRun(paths)
    )()
    await release()
    expect(await runOwner(paths)).toBeUndefined()
  })
})

describe('metrics', () => {
  async function write(steps: number): Promise<string> {
    const { metrics } = runPaths(dir)
    const writer = await MetricsWriter.open(metrics)
    for (let step = 1; step <= steps; step++) {
      await writer.append(line(step))
      if (step % 5 === 0) await writer.append(validation(step))
    }
    await writer.close()
    return metrics
  }

  it('come back in order', async () => {
    const lines = await readMetrics(await write(6))
    expect(lines).toEqual([line(1), line(2), line(3), line(4), line(5), validation(5), line(6)])
  })

  it('drop what came after the checkpoint, and a line cut off by a crash', async () => {
    const file = await write(9)
    const whole = await readFile(file, 'utf8')
    await writeFile(file, `${whole}{"step":10,"ti`)
    expect(await readMetrics(file)).toHaveLength(10)
    await truncateMetrics(file, 9)
    expect(await readFile(file, 'utf8')).toBe(whole)
    await truncateMetrics(file, 5)
    expect(await readMetrics(file)).toEqual([line(1), line(2), line(3), line(4), line(5), validation(5)])
    await truncateMetrics(file, 0)
    expect(await readFile(file, 'utf8')).toBe('')
  })

  it('name the line that was changed by hand', async () => {
    const file = await write(4)
    await writeFile(file, (await readFile(file, 'utf8')).replace('"step":3', '"step":"three"'))
    await expect(readMetrics(file)).rejects.toThrow(/metrics\.jsonl is not valid at line 3/)
  })

  it('are empty before the first step', async () => {
    expect(await readMetrics(path.join(dir, 'none.jsonl'))).toEqual([])
    await truncateMetrics(path.join(dir, 'none.jsonl'), 3)
  })
})
