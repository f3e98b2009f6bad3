import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TinyData } from '../../../tests/fixtures/tiny-run.ts'
import { tinyTrained } from '../../../tests/fixtures/train-tiny.ts'
import { loadProtocol, scoreTrials } from '../evaluation/index.ts'
import { protocolFile } from '../runs/index.ts'
import type { Run } from '../runs/index.ts'
import { evaluateRun, RunCodes } from './index.ts'

let data: TinyData
let run: Run
beforeAll(async () => {
  ;({ data, run } = await tinyTrained(10))
}, 120_000)
afterAll(() => rm(data.dir, { recursive: true, force: true }))

describe('codes of a run', () => {
  it('are those its evaluations stand on', async () => {
    const { cacheDir } = data
    const { accuracy, protocol } = await evaluateRun(run.paths.dir, { cacheDir, trials: 100, baselines: false })
    const opened = await RunCodes.open(run.paths.dir, { cacheDir })
    const { codes, score } = await opened.of(opened.picturesOf(opened.split.validation))
    const trials = await loadProtocol(protocolFile(run.paths, protocol.hash), opened.dataset)
    const credits = scoreTrials(codes, score, trials).map(({ credit }) => credit)
    expect(credits.reduce((sum, credit) => sum + credit, 0) / credits.length).toBe(accuracy)
  })

  it('are made for the pictures asked for only, and once', async () => {
    const cacheDir = path.join(data.dir, 'another-cache')
    const made: number[] = []
    const open = () =>
      RunCodes.open(run.paths.dir, {
        cacheDir,
        onProgress: (doing, done, total) => void (doing === 'embedding' && done === total && made.push(total)),
      })
    const first = await open()
    const [one = -1, two = -1, three = -1] = first.picturesOf(first.split.train)
    const { codes } = await first.of([one, two])
    const row = (at: number) => [...codes.data.subarray(at * codes.size, (at + 1) * codes.size)]
    expect(row(one).every(Number.isFinite)).toBe(true)
    expect(row(three).every(Number.isNaN)).toBe(true)
    const again = await open()
    expect(again.key).toBe(first.key)
    expect((await again.of([one, two])).codes).toEqual(codes)
    expect(made).toEqual([2])
    await again.of([one, two, three])
    expect(made).toEqual([2, 1])
  })

  it('are found when the pictures were moved, and refused when they are others', async () => {
    const { cacheDir, dir, dataset } = data
    const moved = path.join(dir, 'moved')
    await rename(dataset.root, moved)
    try {
      await expect(RunCodes.open(run.paths.dir, { cacheDir })).rejects.toThrow(dataset.root)
      const opened = await RunCodes.open(run.paths.dir, { cacheDir, data: moved })
      expect(opened.dataset.hash).toBe(dataset.hash)
    } finally {
      await rename(moved, dataset.root)
    }
  })
})
