import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, refused } from '../../../tests/fixtures/host.ts'
import type { TestHost } from '../../../tests/fixtures/host.ts'
import { tinyRecord } from '../../../tests/fixtures/record.ts'
import { createRun } from '../../core/runs/index.ts'
import type { RunRecord } from '../../core/runs/index.ts'

let test: TestHost
let runsDir: string
beforeAll(async () => {
  test = await openHost()
  runsDir = path.join(test.dir, 'runs')
  await mkdir(runsDir)
})
afterAll(() => test.close())

const list = () => test.client.runs.list({})
const one = async (id: string) => (await list()).find((run) => run.id === id)

async function make(id: string, record: Partial<RunRecord> = {}) {
  return (await createRun(path.join(runsDir, id), tinyRecord(record))).paths
}

describe('the list of runs', () => {
  it('is empty where there are none, and leaves out what is no run', async () => {
    await mkdir(path.join(runsDir, 'holiday'))
    expect(await list()).toEqual([])
  })

  it('tells newest first what the disk says, of old runs too', async () => {
    const old = await make('old', { created: '2025-01-01T00:00:00.000Z' })
    await writeFile(old.log, '2025-01-01T00:00:09.000Z training\n2025-01-01T00:00:10.000Z ended at step 7: stopped\n')
    await writeFile(old.metrics, '{"step":7,"time":2.5,"loss":1,"rate":0.1,"picturesPerSecond":1}\n')
    const failed = await make('failed', { created: '2026-01-01T00:00:00.000Z' })
    const end = { at: '2026-01-01T00:00:01.000Z', reason: 'failed', message: 'The disk is full.', next: null }
    await writeFile(failed.end, JSON.stringify(end))
    await make('interrupted', { created: '2026-02-01T00:00:00.000Z' })
    const runs = await list()
    expect(runs.map(({ id, status }) => [id, status])).toEqual([
      ['interrupted', 'interrupted'],
      ['failed', 'failed'],
      ['old', 'stopped'],
    ])
    expect(runs[1]).toMatchObject({
      message: 'The disk is full.',
      recipe: 'tiny',
      dataset: { name: 'data', classes: 3 },
    })
    expect(runs[2]).toMatchObject({ step: 7, seconds: 2.5, best: null, scores: [], archived: false })
  })

  it('shows one that another process trains as running, and not when that is gone', async () => {
    const { lock } = await make('elsewhere')
    await writeFile(lock, JSON.stringify({ pid: process.ppid }))
    expect(await one('elsewhere')).toMatchObject({ status: 'running' })
    await expect(test.client.runs.remove({ id: 'elsewhere' })).rejects.toMatchObject(refused('run/in-use'))
    await expect(test.client.training.continue({ runId: 'elsewhere' })).rejects.toMatchObject(refused('run/in-use'))
    await writeFile(lock, JSON.stringify({ pid: 2 ** 22 + 1 }))
    expect(await one('elsewhere')).toMatchObject({ status: 'interrupted' })
  })

  it('says of one that was edited by hand what is wrong with it, and notices when it is mended', async () => {
    const { record } = await make('edited')
    expect(await one('edited')).toMatchObject({ status: 'interrupted' })
    const text = await readFile(record, 'utf8')
    await writeFile(record, text.replace('"patience": null', '"patience": -3'))
    expect(await one('edited')).toMatchObject({
      status: 'damaged',
      message: expect.stringContaining('recipe.json is not valid at recipe.validation.patience') as unknown,
    })
    expect(await test.client.runs.get({ id: 'edited' })).toMatchObject({ status: 'damaged', details: null })
    await writeFile(record, text)
    await utimes(record, new Date(), new Date(Date.now() + 5000))
    expect(await one('edited')).toMatchObject({ status: 'interrupted' })
    expect((await list()).length).toBeGreaterThan(4)
  })

  it('tells the numbers of evaluations, whatever else lies there', async () => {
    const { evaluations } = await make('scored')
    const figures = { accuracy: 0.6, interval: [0.5, 0.7], chance: 0.2, trials: 100 }
    const evaluation = {
      created: '2026-01-01T00:00:00.000Z',
      step: 10,
      views: 1,
      data: { root: '/data', hash: 'a' },
      protocol: { name: '5-way', hash: 'abc' },
      way: 5,
      shot: 1,
      ...figures,
      baselines: {},
      credits: [1],
      wrong: [],
    }
    await writeFile(path.join(evaluations, '5-way-abc.json'), JSON.stringify(evaluation))
    await writeFile(path.join(evaluations, 'broken.json'), '{')
    expect((await one('scored'))?.scores).toEqual([
      { id: '5-way-abc', protocol: { name: '5-way', hash: 'abc' }, way: 5, shot: 1, ...figures, dataHash: 'a' },
    ])
  })
})

describe('a run', () => {
  it('is put out of sight, put away and brought back', async () => {
    const { client } = test
    await make('kept')
    await client.runs.archive({ id: 'kept', archived: true })
    expect(await one('kept')).toMatchObject({ archived: true })
    await client.runs.archive({ id: 'kept', archived: false })
    expect(await one('kept')).toMatchObject({ archived: false })
    await client.runs.remove({ id: 'kept' })
    expect(await one('kept')).toBeUndefined()
    await expect(client.runs.get({ id: 'kept' })).rejects.toMatchObject(refused('run/none'))
    await make('kept', { created: '2026-03-01T00:00:00.000Z' })
    await expect(client.runs.restore({ id: 'kept' })).rejects.toMatchObject(refused('run/exists'))
    await client.runs.remove({ id: 'kept' })
    await client.runs.restore({ id: 'kept' })
    expect(await one('kept')).toMatchObject({ created: '2026-03-01T00:00:00.000Z' })
    await client.runs.remove({ id: 'kept' })
    await client.runs.restore({ id: 'kept~2' })
    expect(await one('kept~2')).toMatchObject({ created: tinyRecord().created })
    await expect(client.runs.restore({ id: 'nothing' })).rejects.toMatchObject(refused('run/none'))
  })

  it('gives its curve, a part of it, and few points of many', async () => {
    const { metrics } = await make('curve')
    const lines = Array.from({ length: 5000 }, (_, i) => {
      const loss = i === 2500 ? 99 : 1
      return `${JSON.stringify({ step: i + 1, time: i, loss, rate: 0.1, picturesPerSecond: 1 })}\n`
    })
    await writeFile(metrics, lines.join(''))
    const few = await test.client.runs.curve({ id: 'curve', maxPoints: 100 })
    expect(few.total).toBe(5000)
    expect(few.step.length).toBeLessThanOrEqual(100)
    expect(Math.max(...few.loss)).toBe(99)
    expect([few.step[0], few.step.at(-1)]).toEqual([1, 5000])
    const part = await test.client.runs.curve({ id: 'curve', from: 2495, to: 2504, maxPoints: 100 })
    expect([...part.step]).toEqual([2495, 2496, 2497, 2498, 2499, 2500, 2501, 2502, 2503, 2504])
    await rm(metrics)
    expect(await test.client.runs.curve({ id: 'curve', maxPoints: 100 })).toMatchObject({ total: 0 })
  })

  it('must have a name among the runs', async () => {
    for (const id of ['..', '.', 'a/b', 'a\\b', '']) {
      await expect(test.client.runs.get({ id })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    }
    await expect(test.client.runs.get({ id: '.removed' })).rejects.toMatchObject(refused('run/none'))
  })
})
