import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Rng } from '../../shared/random.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { loadBackbone } from '../engine/index.ts'
import { encodeModel, type FileTensors, type OnnxModel } from '../engine/onnx-file/index.ts'
import type { Whitening } from '../model/whitening/index.ts'
import { tinyRecipe } from '../model/testing/recipes.ts'
import { BackboneEmbedder, stateOfWhitening } from '../trained/backbone-embedder.ts'
import { backboneModel } from './model/backbone.ts'
import { oneOpModel } from './testing/one-op.ts'
import { apart, random, runAs } from './testing/run-model.ts'
import type { ExportFormat } from './types.ts'

const FORMATS: ExportFormat[] = ['onnx', 'tfjs']
const BATCHES = [1, 3, 8]

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'oneshot-backbone-'))
})
afterAll(async () => {
  await rm(dir, { recursive: true })
})

/** Lower triangular, as a fitted head's. */
function someWhitening(size: number): Whitening {
  const rng = new Rng(1)
  const mean = Float32Array.from({ length: size }, () => rng.uniform(0, 0.5))
  const matrix = new Float32Array(size * size)
  for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) matrix[i * size + j] = i === j ? 1 : rng.normal() / size
  return { size, mean, matrix, shrinkage: 0.5 }
}

function recipeFor(model: string, size: number, encoder: { mirror: boolean; squareRoot: boolean }): Recipe {
  return tinyRecipe({
    input: { width: size, height: size, channels: 3, invert: false, fit: 'contain' },
    encoder: { kind: 'backbone', model, ...encoder },
    head: { kind: 'cosine' },
  })
}

/** Largest differences of an export from the run's own codes. @param folds takes floats, takes bytes */
async function compare(format: ExportFormat, recipe: Recipe, folds = [false, true]): Promise<number[]> {
  const { encoder, input } = recipe
  if (encoder.kind !== 'backbone') throw new Error('no backbone')
  const embedder = await BackboneEmbedder.create(recipe, 'cpu', dir)
  const whitening = someWhitening(embedder.size)
  embedder.setState(stateOfWhitening(whitening))
  const backbone = await loadBackbone(encoder.model, 'cpu')
  const parts = { recipe, spec: encoder, backbone, whitening }
  const pixels = BATCHES.map((batch) => random([batch, input.height, input.width, 3], batch, 'uint8'))
  const scaled = pixels.map(({ shape, data }) => ({
    images: { shape, type: 'float32' as const, data: Float32Array.from(data as Uint8Array, (value) => value / 255) },
  }))
  const bytes = pixels.map((images) => ({ images }))
  const results: FileTensors[][] = []
  for (const fold of folds) results.push(await runAs(format, await backboneModel(parts, fold), fold ? bytes : scaled))
  const found: number[] = []
  for (const [i, { data }] of pixels.entries()) {
    const indices = [...Array(BATCHES[i]).keys()]
    const side = input.width * input.height * 3
    // It asks for part of them at a time.
    const read = (part: readonly number[]) =>
      new Uint8Array(Buffer.concat(part.map((row) => data.subarray(row * side, (row + 1) * side) as Uint8Array)))
    const expected = await embedder.embed({ read }, indices)
    for (const outputs of results) found.push(apart(expected, outputs[i]?.codes?.data as Float32Array))
  }
  await embedder.dispose()
  await backbone.dispose()
  return found
}

/** A backbone of one op in a file with what it expects of its pictures. */
async function smallBackbone(name: string, model: OnnxModel, layout: 'nchw' | 'nhwc'): Promise<string> {
  const file = path.join(dir, `${name}.onnx`)
  await writeFile(file, encodeModel(model))
  const sidecar = { size: 12, mean: [120, 110, 100], deviation: [60, 50, 40], layout }
  await writeFile(path.join(dir, `${name}.json`), JSON.stringify(sidecar))
  return file
}

describe.each(FORMATS)('a backbone exported to %s', (format) => {
  it('gives the codes of the run: EfficientNet-Lite0 with mirror images and square roots', async () => {
    const recipe = recipeFor('efficientnet-lite0', 224, { mirror: true, squareRoot: true })
    for (const difference of await compare(format, recipe, [format === 'onnx'])) expect(difference).toBeLessThan(1e-4)
  })

  it.each([
    ['rows of numbers, colours side by side', 'nhwc', false],
    ['rows of numbers, mirrored', 'nhwc', true],
    ['maps of one pixel', 'nchw', false],
    ['maps of one pixel, mirrored', 'nchw', true],
  ] as const)('gives the codes of the run: %s', async (name, layout, mirror) => {
    const pool = { op: 'AveragePool', shape: [3, 12, 12], attributes: { kernel_shape: [12, 12] } }
    const flat = { op: 'Flatten', shape: [12, 12, 3] }
    const file = await smallBackbone(name.replaceAll(/\W/g, ''), oneOpModel(layout === 'nhwc' ? flat : pool), layout)
    const recipe = recipeFor(file, 12, { mirror, squareRoot: false })
    for (const difference of await compare(format, recipe)) expect(difference).toBeLessThan(1e-4)
  })
})

describe('an exported ONNX backbone', () => {
  it('keeps the opset of its file, and says so when that is too old', async () => {
    const file = await smallBackbone('old', oneOpModel({ op: 'Flatten', shape: [12, 12, 3], opset: 9 }), 'nhwc')
    const recipe = recipeFor(file, 12, { mirror: false, squareRoot: false })
    await expect(compare('onnx', recipe)).rejects.toMatchObject({ code: 'export/backbone', subject: file })
  })

  it('is tidy: no constants to work out, no padding of its own', async () => {
    const recipe = recipeFor('efficientnet-lite0', 224, { mirror: false, squareRoot: true })
    const backbone = await loadBackbone('efficientnet-lite0', 'cpu')
    const whitening = someWhitening(backbone.features)
    const spec = recipe.encoder as Extract<Recipe['encoder'], { kind: 'backbone' }>
    const model = await backboneModel({ recipe, spec, backbone, whitening }, false)
    await backbone.dispose()
    const count = (op: string) => model.graph.node.filter(({ opType }) => opType === op).length
    expect([count('Conv'), count('Constant'), count('Pad'), count('ConstantOfShape')]).toEqual([49, 0, 0, 0])
    expect(model.opsetImport.map(({ version }) => Number(version))).toEqual([17])
  })
})
