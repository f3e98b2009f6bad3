import { cp, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tinyData } from '../../../../tests/fixtures/tiny-run.ts'
import type { TinyData } from '../../../../tests/fixtures/tiny-run.ts'
import { tinyTrained } from '../../../../tests/fixtures/train-tiny.ts'
import { scanDataset } from '../../dataset/index.ts'
import { readEvaluations } from '../../runs/index.ts'
import type { Run } from '../../runs/index.ts'
import { evaluateRun, RunCodes } from '../index.ts'
import { ranking } from './neighbours.ts'
import { neighbours, OpenTrials } from './index.ts'

let data: TinyData
let run: Run
let trials: OpenTrials
beforeAll(async () => {
  const made = await tinyData()
  // The same bytes under another name: never to be found beside each other.
  const { root } = made.dataset
  await cp(path.join(root, 'class11/00.pgm'), path.join(root, 'class11/copy.pgm'))
  data = { ...made, dataset: await scanDataset(root, { cacheDir: made.cacheDir }) }
  ;({ run } = await tinyTrained(5, data))
  const { cacheDir } = data
  const runDir = run.paths.dir
  await evaluateRun(runDir, { cacheDir, trials: 40, baselines: false })
  const [newest] = await readEvaluations(run.paths)
  trials = await OpenTrials.open(runDir, newest!.id, cacheDir)
}, 120_000)
afterAll(() => rm(data.dir, { recursive: true, force: true }))

const options = { scope: 'part', limit: 1000, make: false } as const

describe('a ranking', () => {
  it('puts equals in order, and leaves out what is no number', () => {
    expect([...ranking(Float64Array.of(2, NaN, 1, 2, 0))]).toEqual([4, 2, 0, 3])
  })
})

describe('the neighbours of a query', () => {
  it('are those that comparing with every picture finds, without the query and its copies', async () => {
    const opened = await RunCodes.open(run.paths.dir, { cacheDir: data.cacheDir })
    const held = opened.picturesOf(opened.split.validation)
    const { codes } = await opened.of(held)
    const row = (index: number) => codes.data.subarray(index * codes.size, (index + 1) * codes.size)
    const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
    const cosine = (a: number, b: number) =>
      1 - dot(row(a), row(b)) / Math.sqrt(dot(row(a), row(a)) * dot(row(b), row(b)))
    const { pictures } = data.dataset
    for (const place of [0, 1, 2, 3, 4, 5, 6, 7, 8]) {
      const scored = await trials.trial(place, 0)
      const { query, supports, truth } = scored.trial
      const { found, ...facts } = await neighbours(trials, scored, { ...options, make: true })
      const expected = held.filter((index) => pictures[index]!.hash !== pictures[query]!.hash)
      expect(facts).toMatchObject({ searched: expected.length, total: expected.length, missing: 0, part: 'validation' })
      expect(found.map(({ picture }) => picture.index).sort()).toEqual([...expected].sort())
      for (const [at, { picture, distance, own, rank, part }] of found.entries()) {
        expect(distance).toBeCloseTo(cosine(query, picture.index), 5)
        expect(distance).toBeGreaterThanOrEqual(found[at - 1]?.distance ?? 0)
        expect(own).toBe(pictures[picture.index]!.classIndex === pictures[query]!.classIndex)
        expect([rank, part]).toEqual([at + 1, 'validation'])
      }
      expect(facts.ownRanks).toEqual(found.filter(({ own }) => own).map(({ rank }) => rank))
      const [support] = supports[truth]!
      expect(found[facts.truthRank! - 1]).toMatchObject({ picture: { index: support }, supportOf: 'truth', own: true })
    }
  })

  it('are sought among the pictures that have codes, until more are asked for', async () => {
    const cacheDir = path.join(data.dir, 'other-cache')
    const [newest] = await readEvaluations(run.paths)
    const fresh = await OpenTrials.open(run.paths.dir, newest!.id, cacheDir)
    const scored = await fresh.trial(0, 0)
    const some = await neighbours(fresh, scored, { ...options, scope: 'all' })
    expect(some.missing).toBeGreaterThan(0)
    expect(some.searched).toBe(some.total - some.missing)

    // Ended early, it keeps what it made.
    const control = new AbortController()
    const attempt = neighbours(fresh, scored, {
      ...options,
      scope: 'all',
      make: true,
      signal: control.signal,
      keptAtOnce: 8,
      onProgress: (doing, done) => doing === 'embedding' && done >= 16 && control.abort(new Error('enough')),
    })
    await expect(attempt).rejects.toThrow('enough')
    const later = await neighbours(fresh, scored, { ...options, scope: 'all' })
    expect([16, 24]).toContain(some.missing - later.missing)
    const all = await neighbours(fresh, scored, { ...options, scope: 'all', make: true })
    expect(all).toMatchObject({ missing: 0, searched: all.total, part: null })
    expect(new Set(all.found.map(({ part }) => part))).toEqual(new Set(['train', 'validation']))
    expect((await readdir(path.join(cacheDir, 'codes'))).filter((name) => name.endsWith('.bin'))).toHaveLength(1)
  })
})
