import { execFile } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tinyData, tinyRun, type TinyData } from '../../../tests/fixtures/tiny-run.ts'
import { Rng } from '../../shared/random.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { createNetwork } from '../model/network.ts'
import { tinyPairsRecipe, tinyRecipe } from '../model/testing/recipes.ts'
import type { Run } from '../runs/index.ts'
import { saveCheckpoint } from '../training/checkpoint/index.ts'
import { exportRun } from './export-run.ts'
import { measureExport } from './measure.ts'
import { decodeNpy, encodeNpy } from './npy.ts'

let data: TinyData
beforeAll(async () => {
  data = await tinyData({ classes: 5, pictures: 3 })
})
afterAll(async () => {
  await rm(data.dir, { recursive: true })
})

const loop = {
  step: 3,
  seconds: 1,
  smoothedLoss: null,
  health: { firstLoss: null, lowestLoss: null, separation: null, scale: null, flat: 0, falling: 0, warned: [] },
  best: null,
  stale: 0,
  ended: null,
}

/** A run whose network has its start values. @param change of every number */
async function run(name: string, recipe: Recipe, change = (value: number) => value): Promise<Run> {
  const made = await tinyRun(data, name, recipe)
  const state = createNetwork(recipe).init(new Rng(1))
  for (const { data } of Object.values(state)) data.forEach((value, i) => (data[i] = change(value)))
  const { paths, record } = made
  await saveCheckpoint(paths.last, { recipe: record.recipe, dataset: record.dataset.hash, loop, state })
  return made
}

const files = async (folder: string) =>
  (await readdir(folder, { recursive: true })).filter((name) => name.includes('.'))
const out = (name: string) => path.join(data.dir, 'out', name)

describe('exporting a run', () => {
  it('writes an ONNX model that a fresh process reads, and a program that runs beside it', async () => {
    const { paths } = await run('conv4', tinyRecipe())
    const stages: string[] = []
    const onStage = (stage: string) => stages.push(stage)
    const result = await exportRun(paths.dir, { format: 'onnx', out: out('onnx'), cacheDir: data.cacheDir, onStage })
    expect(result).toMatchObject({ format: 'onnx', out: out('onnx'), pictures: 4, codes: 6 })
    expect(result.largestDifference).toBeLessThan(1e-4)
    expect(stages).toEqual(['opening', 'building', 'writing', 'checking'])
    const written = await files(out('onnx'))
    expect(written.sort()).toEqual(result.files.map(({ name }) => name).sort())
    expect(written).toContain('pair-score.onnx')
    // Nothing else is left where it was written.
    expect(await readdir(path.dirname(out('onnx')))).toEqual(['onnx'])

    const page = await readFile(path.join(out('onnx'), 'README.md'), 'utf8')
    const code = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
    const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url))
    await symlink(modules, path.join(data.dir, 'node_modules'), 'junction')
    const program = promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], { cwd: out('onnx') })
    const difference = /largest difference (\S+)/.exec((await program).stdout)?.[1]
    expect(Number(difference)).toBeLessThan(1e-5)
  })

  it('writes a TensorFlow.js model that takes bytes', async () => {
    const recipe = tinyPairsRecipe({ input: { ...tinyPairsRecipe().input, invert: true }, views: 5 })
    const { paths } = await run('koch', recipe)
    const options = { format: 'tfjs', out: out('tfjs'), foldPreprocessing: true, cacheDir: data.cacheDir } as const
    const result = await exportRun(paths.dir, options)
    expect(result.largestDifference).toBeLessThan(1e-4)
    const card = JSON.parse(await readFile(path.join(out('tfjs'), 'export.json'), 'utf8')) as Record<string, object>
    expect(card).toMatchObject({
      target: 'tfjs',
      input: { type: 'int32', range: [0, 255], invert: false, inside: { invert: true } },
      compare: { kind: 'subtract' },
      views: { exported: 1, usedByRun: 5 },
      checked: result.differences,
    })
    expect(decodeNpy(await readFile(path.join(out('tfjs'), 'golden/inputs.npy'))).data).toBeInstanceOf(Uint8Array)
    expect(await readFile(path.join(out('tfjs'), 'README.md'), 'utf8')).toContain('codes of 5 slightly turned')
  })

  it('takes bundled pictures where those of the run are gone', async () => {
    const { paths } = await run('moved', tinyRecipe())
    const record = JSON.parse(await readFile(paths.record, 'utf8')) as { dataset: { root: string } }
    record.dataset.root = path.join(data.dir, 'gone')
    await writeFile(paths.record, JSON.stringify(record))
    const result = await exportRun(paths.dir, { format: 'onnx', out: out('moved'), cacheDir: data.cacheDir })
    expect(result.pictures).toBe(4)
  })

  it('notices when what was written is not the run', async () => {
    const file = path.join(out('onnx'), 'golden/outputs.npy')
    const { shape, data: codes } = decodeNpy(await readFile(file))
    await writeFile(file, encodeNpy({ shape, data: Float32Array.from(codes, (value) => value * 1.01) }))
    expect((await measureExport(out('onnx'))).codes).toBeGreaterThan(5e-3)
  })
})

describe('an export that cannot be', () => {
  const options = (name: string) => ({ format: 'onnx', out: out(name), cacheDir: data.cacheDir }) as const

  it('leaves a folder with files alone', async () => {
    const { paths } = await run('again', tinyRecipe())
    await mkdir(out('full'), { recursive: true })
    await writeFile(path.join(out('full'), 'mine.txt'), 'mine')
    await expect(exportRun(paths.dir, options('full'))).rejects.toMatchObject({ code: 'export/not-empty' })
    await expect(exportRun(paths.dir, options('full/mine.txt'))).rejects.toMatchObject({ code: 'export/not-empty' })
    expect(await readdir(out('full'))).toEqual(['mine.txt'])
  })

  it('says that nothing was trained yet', async () => {
    const { paths } = await tinyRun(data, 'untrained')
    await expect(exportRun(paths.dir, options('none'))).rejects.toMatchObject({ code: 'checkpoint/none' })
    await expect(exportRun(data.dir, options('none'))).rejects.toMatchObject({ code: 'run/none' })
  })

  it('is given up whole when the network says nothing sensible', async () => {
    const { paths } = await run('diverged', tinyRecipe(), () => NaN)
    await expect(exportRun(paths.dir, options('diverged'))).rejects.toMatchObject({
      code: 'export/differs',
      message: expect.stringContaining('are not numbers') as string,
    })
    expect(await readdir(path.dirname(out('diverged')))).not.toContain('diverged')
    expect((await readdir(path.dirname(out('diverged')))).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it.skipIf(process.getuid?.() === 0)('says that a folder may not be written', async () => {
    const { paths } = await run('forbidden', tinyRecipe())
    await mkdir(out('locked'), { recursive: true })
    await chmod(out('locked'), 0o500)
    const promise = exportRun(paths.dir, options('locked/inner'))
    await expect(promise).rejects.toMatchObject({ code: 'files/no-permission' })
    await chmod(out('locked'), 0o700)
  })

  it('says so when the folder above it is a file', async () => {
    const { paths } = await run('below', tinyRecipe())
    await writeFile(path.join(data.dir, 'file'), '')
    const promise = exportRun(paths.dir, { ...options(''), out: path.join(data.dir, 'file', 'inner') })
    await expect(promise).rejects.toMatchObject({ code: 'files/write-failed' })
  })
})
