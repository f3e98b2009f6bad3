import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { evaluateAsked, openHost } from '../../../tests/fixtures/host.ts'
import type { TestHost } from '../../../tests/fixtures/host.ts'
import { tinyData, tinyRun } from '../../../tests/fixtures/tiny-run.ts'
import type { TinyData } from '../../../tests/fixtures/tiny-run.ts'
import { trainTiny } from '../../../tests/fixtures/train-tiny.ts'
import { RunFigures } from '../../core/trained/index.ts'

let data: TinyData
let test: TestHost
beforeAll(async () => {
  data = await tinyData({ classes: 20 })
  const { dir, cacheDir } = data
  test = await openHost({ cacheDir }, dir)
  const split = { device: 'cpu', validation: 0.3, test: 0.3 } as const
  const run = await tinyRun(data, 'runs/one', { budget: { steps: 6, minutes: null } }, split)
  await trainTiny(data, run)
}, 120_000)
afterAll(async () => {
  await test.close()
  await rm(data.dir, { recursive: true, force: true })
})

const runId = 'one'
const ofCurve = { runId, shot: 1, trials: 200, seed: 3, withinGroup: false, acrossDrawer: false }

async function last<Event extends { kind: string }>(stream: Promise<AsyncIterable<Event>>) {
  const kinds = new Set<string>()
  let done: Extract<Event, { kind: 'done' }> | undefined
  for await (const event of await stream) {
    kinds.add(event.kind)
    if (event.kind === 'done') done = event as Extract<Event, { kind: 'done' }>
  }
  if (!done) throw new Error('the stream ended without a figure')
  return { done, kinds }
}
const uses = async () =>
  (await readFile(path.join(data.dir, 'runs/one/test-uses.jsonl'), 'utf8').catch(() => ''))
    .split('\n')
    .filter((line) => line !== '')

describe('figures of held-out classes', () => {
  it('are those the core makes, from codes that are made once', async () => {
    const { client } = test
    const { done, kinds } = await last(client.figures.curve({ ...ofCurve, classes: 'validation' }))
    expect(kinds).toContain('progress')
    const own = await RunFigures.open(path.join(data.dir, 'runs/one'), { cacheDir: data.cacheDir })
    expect(done.figure).toEqual(await own.curve({ ...ofCurve, classes: 'validation' }))
    expect(done.figure.points.map(({ way }) => way)).toEqual([2, 3, 4, 5, 6])
    const beside = await last(client.figures.curveBaselines({ ...ofCurve, classes: 'validation' }))
    expect(beside.done.figure).toEqual(await own.curveBaselines({ ...ofCurve, classes: 'validation' }))
    const again = await last(client.figures.curve({ ...ofCurve, classes: 'validation', shot: 2 }))
    expect([...again.kinds]).toEqual(['done'])
    const asked = { runId, classes: 'validation', limit: null, withinGroup: false } as const
    const verified = await last(client.figures.verification(asked))
    expect(verified.done.figure).toEqual(await own.verification({ classes: 'validation' }))
    expect(verified.done.figure).toMatchObject({ genuine: 6 * 15, impostor: 15 * 36, thresholdsFrom: 'same' })
  })

  it('touch the test classes only when asked to, and note each look once', async () => {
    const { client } = test
    expect(await uses()).toEqual([])
    await last(client.figures.curve({ ...ofCurve, classes: 'test' }))
    await last(client.figures.curve({ ...ofCurve, classes: 'test', shot: 3 }))
    expect(await uses()).toHaveLength(1)
    await last(client.figures.curve({ ...ofCurve, classes: 'test', seed: 4 }))
    expect(await uses()).toHaveLength(2)
    const asked = { runId, classes: 'test', limit: null, withinGroup: false } as const
    const { done } = await last(client.figures.verification(asked))
    expect(done.figure.thresholdsFrom).toBe('validation')
    await last(client.figures.verification(asked))
    const noted = await uses()
    expect(noted).toHaveLength(3)
    expect(noted[2]).toMatch(/verification, test classes/)
    expect((await client.evaluations.possible({ runId })).uses).toBe(3)
  })

  it('say what the classes do not allow', async () => {
    const { client } = test
    await expect(last(client.figures.curve({ ...ofCurve, classes: 'validation', shot: 7 }))).rejects.toMatchObject({
      data: { code: 'protocol/way' },
    })
    await expect(last(client.figures.curve({ ...ofCurve, classes: 'test', withinGroup: true }))).rejects.toMatchObject({
      data: { code: 'protocol/no-groups' },
    })
  })
})

describe('confusions of an evaluation', () => {
  it('count its wrong trials by class, and lead to them', async () => {
    const { client } = test
    const { id } = await evaluateAsked(client, runId, { way: 5, trials: 120, seed: 2 })
    const { trials, wrong, classes, cells } = await client.figures.confusion({ runId, id })
    const all = { runId, id, wrongOnly: true, sort: 'order', offset: 0, limit: 1000 } as const
    const { rows } = await client.evaluations.trials(all)
    expect([trials, wrong]).toEqual([120, rows.length])
    expect(cells.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length)
    expect(new Set(cells.flatMap(({ truth, chosen }) => [truth, chosen])).size).toBe(classes.length)
    const [first] = cells
    const names = { truth: classes[first!.truth]!.className, chosen: classes[first!.chosen]!.className }
    const own = await client.evaluations.trials({ ...all, ...names })
    expect(own.total).toBe(first!.count)
    expect(own.rows.every((row) => row.truth.className === names.truth)).toBe(true)
    expect(own.rows.every((row) => row.chosen?.className === names.chosen)).toBe(true)
    expect(first!.offered).toBeGreaterThanOrEqual(first!.count)
    expect(
      (await client.evaluations.trials({ ...all, wrongOnly: false, truth: names.truth })).total,
    ).toBeGreaterThanOrEqual(first!.count)
  })
})
