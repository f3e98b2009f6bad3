import { describe, expect, it } from 'vitest'
import { Rng } from '../../shared/random.ts'
import type { HeadSpec, Recipe } from '../../shared/recipe.ts'
import type { HostTensorMap } from '../engine/index.ts'
import { rowDistance } from '../evaluation/score.ts'
import { pairScore } from '../model/heads/parameters.ts'
import { createNetwork } from '../model/network.ts'
import { tinyPairsRecipe, tinyRecipe } from '../model/testing/recipes.ts'
import { NetworkEmbedder } from '../trained/network-embedder.ts'
import { prepareBatch } from '../training/augment/index.ts'
import { networkModel } from './model/network.ts'
import { pairModel } from './model/pair.ts'
import { apart, random, runAs } from './testing/run-model.ts'
import type { ExportFormat } from './types.ts'

const conv4 = tinyRecipe()
const koch = tinyPairsRecipe()
const RECIPES: Record<string, Recipe> = {
  'conv4 on grey pictures': conv4,
  'conv4 of odd size without a dense layer': tinyRecipe({
    input: { width: 11, height: 9, channels: 3, invert: false, fit: 'contain' },
    encoder: { kind: 'conv4', filters: [3, 5], embedding: 0, momentum: 0.9, members: 1 },
  }),
  'three networks side by side': tinyRecipe({
    encoder: { kind: 'conv4', filters: [4, 6], embedding: 0, momentum: 0.9, members: 3 },
  }),
  'the stack of the article': koch,
  'the stack of Koch, grey and inverted': tinyPairsRecipe({
    input: { ...koch.input, channels: 1, invert: true },
    encoder: { ...koch.encoder, poolLast: false } as Recipe['encoder'],
    head: { kind: 'l1' },
  }),
}
const HEADS: HeadSpec[] = [
  { kind: 'cosine' },
  { kind: 'euclidean', normalise: true },
  { kind: 'euclidean', normalise: false },
  { kind: 'l1' },
  { kind: 'subtract' },
]
const FORMATS: ExportFormat[] = ['onnx', 'tfjs']
const BATCHES = [1, 3, 8]

/** Start values, with running statistics that are not just 0 and 1. */
function trainedState(recipe: Recipe): HostTensorMap {
  const state = createNetwork(recipe).init(new Rng(recipe.seed))
  for (const [name, { data }] of Object.entries(state)) {
    const rng = new Rng(7, name)
    if (/mean|variance|gamma|beta/.test(name)) data.forEach((_, i) => (data[i] = rng.uniform(0.3, 1.5)))
  }
  return state
}

describe.each(FORMATS)('a network exported to %s', (format) => {
  it.each(Object.entries(RECIPES))('gives the codes of the run, in batches of any size: %s', async (_, recipe) => {
    const { width, height, channels } = recipe.input
    const state = trainedState(recipe)
    const embedder = await NetworkEmbedder.create(recipe, 'reference')
    await embedder.setState(state)
    const pixels = BATCHES.map((batch) => random([batch, height, width, channels], batch, 'uint8'))
    const expected = await Promise.all(
      pixels.map(({ data, shape: [count = 0] }) =>
        embedder.embed({ read: () => data as Uint8Array }, [...Array(count).keys()], { views: 1 }),
      ),
    )
    const prepared = pixels.map(({ data, shape }) => {
      const images = new Float32Array(data.length)
      prepareBatch(
        { pixels: data as Uint8Array, count: shape[0] ?? 0, width, height, channels },
        recipe.input.invert,
        images,
      )
      return { images: { shape, type: 'float32' as const, data: images } }
    })
    const plain = await runAs(format, await networkModel(recipe, state, false), prepared)
    const folded = await runAs(
      format,
      await networkModel(recipe, state, true),
      pixels.map((images) => ({ images })),
    )
    expected.forEach((codes, i) => {
      for (const found of [plain, folded]) {
        expect(found[i]?.codes?.shape).toEqual([BATCHES[i], embedder.size])
        expect(apart(codes, found[i]?.codes?.data as Float32Array)).toBeLessThan(1e-4)
      }
    })
  })

  it.each(HEADS)('compares codes as the evaluation does: $kind', async (head) => {
    const recipe = { ...koch, head }
    const state = createNetwork(recipe).init(new Rng(1))
    const size = createNetwork(recipe).codes
    const pairs = BATCHES.map((batch) => ({ a: random([batch, size], batch), b: random([batch, size], batch + 10) }))
    const results = await runAs(format, await pairModel(recipe, size, state), pairs)
    pairs.forEach(({ a, b }, i) => {
      const count = BATCHES[i] ?? 0
      const data = Float32Array.from([...(a.data as Float32Array), ...(b.data as Float32Array)])
      const distance = rowDistance({ data, count: 2 * count, size }, pairScore(recipe, state))
      const expected = Array.from({ length: count }, (_, row) => distance(row, [count + row]))
      expect(results[i]?.distance?.shape).toEqual([count])
      expect(apart(expected, results[i]?.distance?.data as Float32Array)).toBeLessThan(1e-5)
    })
  })
})

describe('an exported ONNX network', () => {
  it('holds weights ready to use, and standard ops only', async () => {
    const { graph } = await networkModel(conv4, trainedState(conv4), false)
    const ops = new Set(graph.node.map(({ opType }) => opType))
    expect([...ops].sort()).toEqual(['Add', 'Conv', 'MatMul', 'MaxPool', 'Relu', 'Reshape', 'Transpose'])
    expect(graph.node.every(({ domain }) => domain === '')).toBe(true)
    expect(graph.input.map(({ name }) => name)).toEqual(['images'])
    expect(graph.input[0]?.type?.tensorType?.shape?.dim[0]?.dimParam).toBe('batch')
    expect(graph.output.map(({ name }) => name)).toEqual(['codes'])
  })
})
