import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeDrawings } from '../../../tests/fixtures/pictures.ts'
import { tinyRun } from '../../../tests/fixtures/tiny-run.ts'
import type { TinyData } from '../../../tests/fixtures/tiny-run.ts'
import { tinyTrained, trainTiny } from '../../../tests/fixtures/train-tiny.ts'
import type { Run } from '../runs/index.ts'
import { loadCheckpoint } from '../training/checkpoint/index.ts'
import { embedWithRun, evaluateRun, openTrained } from './index.ts'
import type { EvaluateRunOptions } from './index.ts'

let data: TinyData
let run: Run
beforeAll(async () => {
  ;({ data, run } = await tinyTrained(30))
}, 120_000)
afterAll(() => rm(data.dir, { recursive: true, force: true }))

describe('evaluating a run', () => {
  it('gives an accuracy on unseen classes with its baselines, and keeps it in the run', async () => {
    const { cacheDir } = data
    const result = await evaluateRun(run.paths.dir, { cacheDir, trials: 200 })
    expect(result).toMatchObject({ way: 3, shot: 1, trials: 200, chance: 1 / 3 })
    expect(Object.keys(result.baselines).sort()).toEqual(['hausdorff', 'pixels', 'untrained'])
    expect(result.accuracy).toBeGreaterThan(0.4)
    const [file = ''] = await readdir(run.paths.evaluations)
    expect(file).toMatch(/^3-way-1-shot-validation-classes.*\.json$/)
    const stored: unknown = JSON.parse(await readFile(path.join(run.paths.evaluations, file), 'utf8'))
    const { loop } = await loadCheckpoint(run.paths.best)
    expect(stored).toMatchObject({ step: loop.step, data: { hash: data.dataset.hash }, accuracy: result.accuracy })
    // The same trials and numbers, every time.
    expect(await evaluateRun(run.paths.dir, { cacheDir, trials: 200, save: false })).toEqual(result)
  })

  it('measures baselines once, and again only where what they depend on has changed', async () => {
    const cacheDir = path.join(data.dir, 'baselines-cache')
    const folder = path.join(cacheDir, 'baselines')
    const measured = async (options: EvaluateRunOptions = {}) => {
      const doing = new Set<string>()
      const onProgress = (what: string) => doing.add(what)
      const result = await evaluateRun(run.paths.dir, { cacheDir, trials: 60, save: false, onProgress, ...options })
      return { result, again: doing.has('baselines') }
    }
    const first = await measured()
    expect(first.again).toBe(true)
    const kept = (await readdir(folder)).sort()
    expect(kept).toHaveLength(3)
    expect(await measured()).toEqual({ result: first.result, again: false })
    // What is kept is what is printed: with another number in the file, that one.
    const files = kept.map((name) => path.join(folder, name))
    const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
    const pixels = texts.findIndex((text) => text.includes('"pixels"'))
    const credits = JSON.stringify({ credits: Array.from({ length: 60 }, () => 0) })
    await writeFile(files[pixels]!, credits)
    expect((await measured()).result.baselines.pixels).toMatchObject({ accuracy: 0, trials: 60 })
    for (const damaged of ['{"credits":[1', '{"credits":[1,0]}']) {
      await writeFile(files[pixels]!, damaged)
      expect(await measured()).toEqual({ result: first.result, again: true })
    }
    // Other trials have their own; other views change the untrained network's codes alone.
    expect((await measured({ seed: 9 })).again).toBe(true)
    expect(await readdir(folder)).toHaveLength(6)
    expect((await measured({ views: 3 })).again).toBe(true)
    expect(await readdir(folder)).toHaveLength(7)
  })

  it('repeats the validation of the training on its trials', async () => {
    const { cacheDir } = data
    const trained = await openTrained(run.paths.dir)
    const accuracy = trained.checkpoint.loop.best?.accuracy
    await trained.dispose()
    const options = { cacheDir, protocol: 'validation', baselines: false, save: false }
    expect((await evaluateRun(run.paths.dir, options)).accuracy).toBe(accuracy)
  })

  it('takes other pictures, all of whose classes are new', async () => {
    const folder = path.join(data.dir, 'others')
    await writeDrawings(folder, 7, 3)
    const options = { cacheDir: data.cacheDir, data: folder, way: 7, trials: 50, baselines: false, save: false }
    const result = await evaluateRun(run.paths.dir, options)
    expect(result).toMatchObject({ way: 7, trials: 50 })
    expect(result.protocol.name).toMatch(/^7-way 1-shot, all classes/)
  })

  it.each([
    [{ way: 50 }, 'protocol/way'],
    [{ protocol: 'nonsense' }, 'evaluate/no-protocol'],
  ])('says what is wrong with %o', async (options, code) => {
    const attempt = evaluateRun(run.paths.dir, { cacheDir: data.cacheDir, ...options })
    await expect(attempt).rejects.toMatchObject({ name: 'UserError', code })
  })

  it('has nothing to test on where all classes trained', async () => {
    const all = await tinyRun(data, 'all', { budget: { steps: 1, minutes: null } }, { device: 'cpu', validation: 0 })
    const { cacheDir } = data
    await expect(evaluateRun(all.paths.dir, { cacheDir })).rejects.toMatchObject({ code: 'checkpoint/none' })
    await trainTiny(data, all)
    await expect(evaluateRun(all.paths.dir, { cacheDir })).rejects.toMatchObject({ code: 'evaluate/no-classes' })
  })
})

describe('embedding files', () => {
  it('gives a code for each, the mean of several views where asked', async () => {
    const files = data.dataset.pictures.slice(0, 3).map((picture) => path.join(data.dataset.root, picture.path))
    const one = await embedWithRun(run.paths.dir, files)
    expect([one.size, one.codes.length]).toEqual([8, 24])
    const again = await embedWithRun(run.paths.dir, files.slice(1, 2))
    for (let i = 0; i < 8; i++) expect(again.codes[i]).toBeCloseTo(one.codes[8 + i]!, 5)
    const several = await embedWithRun(run.paths.dir, files, { views: 5 })
    expect(several.codes).not.toEqual(one.codes)
  })

  it('names a file that is no picture', async () => {
    await expect(embedWithRun(run.paths.dir, [run.paths.record])).rejects.toMatchObject({ code: 'picture-unreadable' })
  })
})
