import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tinyRecipe, tinyRecord } from '../../../tests/fixtures/record.ts'
import { comparePaired } from '../../shared/paired.ts'
import { wilsonInterval } from '../../shared/statistics.ts'
import { createRun, evaluationFile, protocolFile } from '../runs/index.ts'
import type { RunRecord } from '../runs/index.ts'
import { compareRuns } from './index.ts'

let dir: string
beforeAll(async () => (dir = await mkdtemp(path.join(tmpdir(), 'oneshot-compare-'))))
afterAll(() => rm(dir, { recursive: true, force: true }))

const HASH = 'b'.repeat(64)
const SPLIT = { seed: 1, by: 'class' as const, train: ['a', 'b'], validation: [], test: ['c', 'd'] }

interface Evaluated {
  readonly credits: readonly number[]
  readonly name?: string
  readonly hash?: string
  readonly created?: string
}

/** A run with evaluations as `evaluate` leaves them, as far as a comparison reads them. */
async function makeRun(name: string, record: Partial<RunRecord>, evaluations: readonly Evaluated[]): Promise<string> {
  const run = await createRun(path.join(dir, name), tinyRecord({ split: SPLIT, ...record }))
  for (const [i, each] of evaluations.entries()) {
    const { credits, name: protocol = 'koch', hash = HASH, created = '2026-01-03T00:00:00.000Z' } = each
    const trials = credits.length
    const sum = credits.reduce((total, credit) => total + credit, 0)
    const stored = {
      created,
      step: 20,
      views: 1,
      data: { root: '/data', hash: run.record.dataset.hash },
      protocol: { name: protocol, hash },
      way: 2,
      shot: 1,
      accuracy: sum / trials,
      interval: wilsonInterval(sum, trials),
      chance: 0.5,
      trials,
      baselines: {},
      credits,
      wrong: [],
    }
    await writeFile(evaluationFile(run.paths, `e-${i}`), JSON.stringify(stored))
  }
  return run.paths.dir
}

async function keepTrials(runDir: string, hash: string, classes: readonly string[], sets: readonly number[]) {
  const folder = path.join(runDir, 'protocols')
  await mkdir(folder, { recursive: true })
  const pictures = classes.map((name, i) => ({ path: `${name}/${i}.png`, hash: String(i) }))
  const trials = sets.map((set) => [0, [[set], [1]], 0])
  await writeFile(protocolFile({ protocols: folder } as never, hash), JSON.stringify({ pictures, trials }))
}

const A = [1, 1, 0, 1, 0, 1, 1, 0]
const B = [1, 0, 0, 1, 1, 0, 1, 0]

describe('compareRuns', () => {
  it('gives the paired figures, and the fields in which the recipes differ', async () => {
    const first = await makeRun('plain-a', {}, [{ credits: A }])
    const second = await makeRun('plain-b', { recipe: tinyRecipe({ seed: 8 }) }, [{ credits: B }])
    const found = await compareRuns(first, second)
    expect(found.paired).toEqual(comparePaired(A, B))
    expect(found).toMatchObject({
      protocol: { name: 'koch', hash: HASH },
      way: 2,
      trials: 8,
      bootstrap: { unit: 'trial', units: 8, resamples: 10_000 },
      runs: [
        { dir: first, accuracy: 5 / 8, seed: 7 },
        { dir: second, accuracy: 4 / 8, seed: 8 },
      ],
      differences: [{ field: 'seed', values: [7, 8] }],
      alsoOn: [],
    })
  })

  it('draws support sets together where trials share them', async () => {
    const first = await makeRun('sets-a', {}, [{ credits: A }])
    const second = await makeRun('sets-b', {}, [{ credits: B }])
    await keepTrials(second, HASH, ['c', 'd'], [0, 0, 1, 1, 2, 2, 3, 3])
    const found = await compareRuns(first, second)
    expect(found.bootstrap).toMatchObject({ unit: 'support set', units: 4 })
    expect(found.paired.interval).toEqual(comparePaired(A, B, { clusters: [0, 0, 1, 1, 2, 2, 3, 3] }).interval)
  })

  it('takes the newest trials both know, and others by the beginning of their hash', async () => {
    const other = 'c'.repeat(64)
    const newer = { credits: B, hash: other, name: 'article', created: '2026-01-04T00:00:00.000Z' }
    const first = await makeRun('two-a', {}, [{ credits: A }, newer])
    const second = await makeRun('two-b', {}, [{ credits: B }, { ...newer, credits: A }])
    const found = await compareRuns(first, second)
    expect(found).toMatchObject({ protocol: { hash: other }, alsoOn: [{ name: 'koch', hash: HASH }] })
    expect(await compareRuns(first, second, { protocol: 'bbbb' })).toMatchObject({ protocol: { hash: HASH } })
    await expect(compareRuns(first, second, { protocol: 'f00' })).rejects.toMatchObject({
      code: 'compare/no-protocol',
      next: expect.stringContaining('cccccccc (article); bbbbbbbb (koch)') as string,
    })
  })

  it('refuses different trials with both names, and says how to evaluate both on the same', async () => {
    const first = await makeRun('other-a', {}, [{ credits: A }])
    const second = await makeRun('other-b', {}, [{ credits: B, name: 'article', hash: 'd'.repeat(64) }])
    await expect(compareRuns(first, second)).rejects.toMatchObject({
      code: 'compare/other-trials',
      message: expect.stringMatching(/other-a was evaluated on "koch".* other-b was evaluated on "article"/) as string,
      next: expect.stringContaining(`evaluate ${second} --protocol ${first}/protocols/${HASH}.json`) as string,
    })
    const bare = await makeRun('other-c', {}, [])
    await expect(compareRuns(first, bare)).rejects.toMatchObject({ code: 'compare/not-evaluated' })
  })

  it('refuses trials on classes one of the two was trained on', async () => {
    const first = await makeRun('seen-a', {}, [{ credits: A }])
    const split = { ...SPLIT, train: ['a', 'c'], test: ['b', 'd'] }
    const second = await makeRun('seen-b', { split }, [{ credits: B }])
    await keepTrials(first, HASH, ['c', 'd'], [0, 0, 1, 1, 0, 1, 1, 0])
    await expect(compareRuns(first, second)).rejects.toThrow(/seen-b was trained on 1 of the 2 classes/)
  })
})
