import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ENDLESS, openDataset, openHost, tinyTraining, refused } from '../../../tests/fixtures/host.ts'
import type { TestHost } from '../../../tests/fixtures/host.ts'
import { writeDrawings } from '../../../tests/fixtures/pictures.ts'
import type { DatasetSummary } from '../../shared/contract/datasets.ts'
import type { ActiveTraining, TrainingPoint, TrainingState, TrainingUpdate } from '../../shared/contract/training.ts'
import type { Recipe } from '../../shared/recipe.ts'

let test: TestHost
let dataset: DatasetSummary
beforeAll(async () => {
  test = await openHost()
  await writeDrawings(path.join(test.dir, 'data'), 12, 6)
  dataset = await openDataset(test.client, path.join(test.dir, 'data'))
})
afterAll(() => test.close())

async function start(overrides?: Partial<Recipe>, device = 'cpu'): Promise<string> {
  const why = { code: 'recipe-choice/colour', values: {}, text: 'a test' }
  return (await test.client.training.start({ ...tinyTraining(dataset, overrides), device, why })).runId
}

interface Watched {
  state: TrainingState
  readonly points: TrainingPoint[]
  readonly updates: TrainingUpdate[]
}

/** Watches until the end, or until the test has seen enough. */
async function watch(runId: string, enough: (seen: Watched) => unknown = () => false): Promise<Watched> {
  const seen: Watched = { state: undefined as never, points: [], updates: [] }
  for await (const update of await test.client.training.watch({ runId })) {
    seen.state = update.state
    seen.points.push(...update.points)
    seen.updates.push(update)
    if (await enough(seen)) break
  }
  return seen
}

describe('training through the contract', { timeout: 120_000 }, () => {
  it('trains to its end, with every point and validation once', async () => {
    const runId = await start()
    expect(runId).toMatch(/^\d{4}-\d\d-\d\d-data-tiny$/)
    const { state, points, updates } = await watch(runId)
    expect(state).toMatchObject({ state: 'ended', reason: 'budget', step: 20, pid: null, error: null })
    expect(points.map(({ step }) => step)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
    expect(points[19]).toMatchObject({
      rate: expect.any(Number),
      same: expect.any(Number),
      different: expect.any(Number),
    })
    const validations = updates.flatMap((update) => update.validations)
    expect(validations.map(({ step }) => step)).toEqual([5, 10, 15, 20])
    const curve = await test.client.runs.curve({ id: runId, maxPoints: 100 })
    expect([...curve.step]).toEqual(points.map(({ step }) => step))
    expect([...curve.smoothedLoss]).toEqual(points.map(({ smoothedLoss }) => smoothedLoss))
    expect([...curve.different]).toEqual(points.map(({ different }) => different))
    expect(curve.validations).toEqual(validations)
    expect(await test.client.runs.get({ id: runId })).toMatchObject({
      status: 'finished',
      step: 20,
      hasBest: true,
      details: { why: { text: 'a test' }, codes: 8, split: { train: expect.arrayContaining(['class00']) as unknown } },
    })
  })

  it('pauses, goes on, is found again by a page that reloads, stops with a checkpoint, and continues', async () => {
    const runId = await start(ENDLESS)
    const { client, host } = test
    await watch(runId, ({ points }) => points.length > 0)
    await client.training.pause({ runId })
    await watch(runId, ({ state }) => state.state === 'paused')
    let active: ActiveTraining[] = []
    for await (const list of await client.training.watchActive({})) {
      active = list
      break
    }
    expect(active).toMatchObject([{ runId, state: 'paused' }])
    expect(host.active()).toEqual(active)
    expect((await client.runs.list({})).find(({ id }) => id === runId)).toMatchObject({ status: 'running' })
    await client.training.resume({ runId })
    const before = (await watch(runId, ({ points }) => points.length > 0)).state.step
    await expect(start()).rejects.toMatchObject(refused('training/busy'))
    await expect(client.runs.remove({ id: runId })).rejects.toMatchObject(refused('run/in-use'))
    await client.training.stop({ runId })
    const { state } = await watch(runId)
    expect(state).toMatchObject({ state: 'ended', reason: 'stopped' })
    expect(state.step).toBeGreaterThanOrEqual(before)
    expect(host.active()).toEqual([])
    await expect(client.training.pause({ runId })).rejects.toMatchObject(refused('training/none'))
    expect(await client.runs.get({ id: runId })).toMatchObject({ status: 'stopped', step: state.step })

    const elsewhere = client.training.continue({ runId, device: 'quantum' })
    await expect(elsewhere).rejects.toMatchObject(refused('engine/no-such-device'))
    await client.training.continue({ runId, device: 'cpu' })
    await watch(runId, ({ points }) => {
      if (points.length > 0) expect(points[0]?.step).toBe(state.step + 1)
      return points.length > 0
    })
    await client.training.cancel({ runId })
    expect((await watch(runId)).state).toMatchObject({ state: 'ended', reason: 'cancelled' })
    expect(await client.runs.get({ id: runId })).toMatchObject({ status: 'stopped' })
  })

  it('shows a killed process as a restart, and goes on', async () => {
    const runId = await start(ENDLESS)
    const { state } = await watch(runId, (seen) => seen.state.step > 25 && seen.state.pid !== null)
    process.kill(state.pid ?? 0, 'SIGKILL')
    // The first update after it may still bring points of before.
    const again = await watch(
      runId,
      (seen) => seen.state.restarts.length > 0 && seen.state.state === 'running' && seen.points.length > 0,
    )
    expect(again.state.restarts).toMatchObject([
      { attempt: 1, cause: { code: 'restart/killed', text: 'was killed by SIGKILL' } },
    ])
    expect(again.state.pid).not.toBe(state.pid)
    expect(again.state.pid).toEqual(expect.any(Number))
    await test.client.training.stop({ runId })
    await watch(runId)
  })

  it('shows pairs of the batch while somebody looks', async () => {
    const runId = await start(ENDLESS)
    for await (const { step, pairs } of await test.client.training.watchPairs({ runId })) {
      expect(step).toBeGreaterThan(0)
      expect(pairs.filter(({ same }) => same)).toHaveLength(4)
      expect(pairs[0]?.a.pixels.data).toHaveLength(256)
      expect(pairs[0]?.distance).toBeGreaterThanOrEqual(0)
      break
    }
    await test.client.training.cancel({ runId })
    await watch(runId)
  })

  it('keeps why it failed, in its state and in the list', async () => {
    const runId = await start({
      loss: { kind: 'prototypical', temperature: 1 },
      sampler: { kind: 'episodes', way: 50, shot: 1, queries: 1 },
    })
    const { state } = await watch(runId)
    expect(state).toMatchObject({ state: 'failed', error: { code: 'data/too-few-classes' } })
    const listed = (await test.client.runs.list({})).find(({ id }) => id === runId)
    expect(listed).toMatchObject({ status: 'failed', message: state.error?.message })
  })

  it('refuses what cannot be, and leaves nothing behind', async () => {
    const { client } = test
    await expect(start({}, 'abacus')).rejects.toMatchObject(refused('engine/no-such-device'))
    expect(test.host.active()).toEqual([])
    await expect(client.training.watch({ runId: 'nothing' }).then((stream) => stream.next())).rejects.toMatchObject(
      refused('run/none'),
    )
    await expect(client.training.continue({ runId: '.removed' })).rejects.toMatchObject(refused('run/none'))
  })

  it('ends what is under way with a checkpoint when the host is closed', async () => {
    const runId = await start(ENDLESS)
    await watch(runId, ({ points }) => points.length > 0)
    const heard: (readonly ActiveTraining[])[] = []
    const leave = test.host.onActive((active) => heard.push(active))
    await vi.waitFor(() => expect(heard.at(-1)).toMatchObject([{ runId }]))
    leave()
    await test.host.close()
    const dir = path.join(test.dir, 'runs', runId)
    expect(existsSync(path.join(dir, 'checkpoints', 'last.safetensors'))).toBe(true)
    expect(JSON.parse(await readFile(path.join(dir, 'state.json'), 'utf8'))).toMatchObject({ reason: 'stopped' })
  })
})
