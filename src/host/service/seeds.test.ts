import { rename } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ENDLESS, openDataset, openHost, tinyTraining, refused } from '../../../tests/fixtures/host.ts'
import type { TestHost } from '../../../tests/fixtures/host.ts'
import { writeDrawings } from '../../../tests/fixtures/pictures.ts'
import type { DatasetSummary } from '../../shared/contract/datasets.ts'
import type { RunSummary } from '../../shared/contract/runs.ts'
import type { Recipe } from '../../shared/recipe.ts'

let test: TestHost
let dataset: DatasetSummary
beforeAll(async () => {
  test = await openHost()
  await writeDrawings(path.join(test.dir, 'data'), 12, 6)
  dataset = await openDataset(test.client, path.join(test.dir, 'data'))
})
afterAll(() => test.close())

function start(seeds: number, overrides?: Partial<Recipe>): Promise<{ runId: string }> {
  return test.client.training.start({ ...tinyTraining(dataset, overrides), seeds })
}

/** The run's seeds as the list has them, once as many as wanted have the status. */
async function seedsOnceAre(runId: string, status: RunSummary['status'], count: number): Promise<RunSummary[]> {
  const base = runId.replace(/-seed\d+$/, '')
  return vi.waitFor(
    async () => {
      const found = (await test.client.runs.list({})).filter(({ id }) => id.startsWith(`${base}-seed`))
      expect(found.filter((run) => run.status === status)).toHaveLength(count)
      return found.toSorted((a, b) => (a.seed ?? 0) - (b.seed ?? 0))
    },
    { timeout: 60_000, interval: 100 },
  )
}

/** Until its first step is done. */
async function untilSteps(runId: string): Promise<void> {
  for await (const { points } of await test.client.training.watch({ runId })) if (points.length > 0) return
}

const untilFree = () => vi.waitFor(() => expect(test.host.active()).toEqual([]), { timeout: 30_000, interval: 50 })

describe('several seeds through the contract', { timeout: 120_000 }, () => {
  it('trains one after the other, on the same classes', async () => {
    const { runId } = await start(3)
    expect(runId).toMatch(/-data-tiny-seed7$/)
    const runs = await seedsOnceAre(runId, 'finished', 3)
    expect(runs.map(({ id, seed, step, groupSeeds }) => [id.slice(-6), seed, step, groupSeeds])).toEqual([
      ['-seed7', 7, 20, [7, 8, 9]],
      ['-seed8', 8, 20, [7, 8, 9]],
      ['-seed9', 9, 20, [7, 8, 9]],
    ])
    expect(new Set(runs.map(({ seedKey }) => seedKey)).size).toBe(1)
    await untilFree()
    await expect(test.client.training.startRest({ runId })).rejects.toMatchObject(refused('group/none-left'))
  })

  it('waits when one is stopped, and trains the rest when asked', async () => {
    const { client } = test
    const { runId } = await start(2, ENDLESS)
    await untilSteps(runId)
    await expect(client.training.startRest({ runId })).rejects.toMatchObject(refused('training/busy'))
    await client.training.stop({ runId })
    await untilFree()
    // Longer than the next of a group takes to appear.
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(test.host.active()).toEqual([])
    const second = await client.training.startRest({ runId })
    expect(second.runId).toBe(runId.replace(/seed7$/, 'seed8'))
    await untilSteps(second.runId)
    await client.training.cancel({ runId: second.runId })
    await seedsOnceAre(runId, 'stopped', 2)
    await untilFree()
  })

  it('goes on with the rest when the one that was stopped is continued to its end', async () => {
    const { client } = test
    const { runId } = await start(2, { budget: { steps: 1000, minutes: null } })
    await untilSteps(runId)
    await client.training.stop({ runId })
    await seedsOnceAre(runId, 'stopped', 1)
    await untilFree()
    await client.training.continue({ runId })
    const runs = await seedsOnceAre(runId, 'finished', 2)
    expect(runs.map(({ step }) => step)).toEqual([1000, 1000])
    await untilFree()
  })

  it('makes one that was put away again when asked', async () => {
    const { client } = test
    const { runId } = await start(2)
    const [first] = await seedsOnceAre(runId, 'finished', 2)
    await untilFree()
    await client.runs.remove({ id: first?.id ?? '' })
    const second = runId.replace(/seed7$/, 'seed8')
    const again = await client.training.startRest({ runId: second })
    expect(again.runId).toBe(runId)
    await seedsOnceAre(runId, 'finished', 2)
    await untilFree()
  })

  it('says in the run what hinders it, and goes on with it later', async () => {
    const { client } = test
    const { runId } = await start(2, ENDLESS)
    await untilSteps(runId)
    await client.training.stop({ runId })
    await untilFree()
    await rename(path.join(test.dir, 'data'), path.join(test.dir, 'elsewhere'))
    await expect(client.training.startRest({ runId })).rejects.toMatchObject({ code: 'REFUSED' })
    const [failed] = (await seedsOnceAre(runId, 'failed', 1)).filter(({ status }) => status === 'failed')
    expect(failed).toMatchObject({ seed: 8, step: 0, message: expect.stringContaining('data') as unknown })
    await rename(path.join(test.dir, 'elsewhere'), path.join(test.dir, 'data'))
    await client.training.continue({ runId: failed?.id ?? '' })
    await untilSteps(failed?.id ?? '')
    await client.training.cancel({ runId: failed?.id ?? '' })
    await untilFree()
  })

  it('refuses seeds beyond the last there is', async () => {
    await expect(start(3, { seed: 4_294_967_294 })).rejects.toMatchObject({
      data: { code: 'recipe/invalid', subject: 'seed' },
    })
    expect(test.host.active()).toEqual([])
  })
})
