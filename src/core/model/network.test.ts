import { describe, expect, it } from 'vitest'
import { tf } from '../engine/index.ts'
import type { Tensor1D, Tensor2D, Tensor4D, TensorMap } from '../engine/index.ts'
import { Rng } from '../../shared/random.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { presets } from '../training/recipes/index.ts'
import { pairScore } from './heads/parameters.ts'
import { pairLogits } from './heads/neuron.ts'
import { createNetwork } from './network.ts'
import { tinyPairsRecipe, tinyRecipe } from './testing/recipes.ts'
import { countNumbers } from './tensors.ts'

function start(recipe: Recipe) {
  const network = createNetwork(recipe)
  const host = network.init(new Rng(recipe.seed))
  const values: TensorMap = Object.fromEntries(
    Object.entries(host).map(([name, { data, shape }]) => [name, tf.tensor(data, [...shape])]),
  )
  return { network, host, values }
}

describe('createNetwork', () => {
  it.each([
    ['article', 5_410_113],
    ['koch', 38_951_745],
  ] as const)('%s has %i parameters, head included', (name, count) => {
    expect(countNumbers(createNetwork(presets[name]).parameters)).toBe(count)
  })

  it.each([tinyRecipe(), tinyPairsRecipe(), tinyRecipe({ head: { kind: 'l1' } })])(
    'starts all parameters and buffers, and only those, in their shapes; the same for one seed',
    (recipe) => {
      const { network, host } = start(recipe)
      const specs = { ...network.parameters, ...network.buffers }
      expect(Object.keys(host).sort()).toEqual(Object.keys(specs).sort())
      for (const [name, spec] of Object.entries(specs)) expect(host[name]?.shape).toEqual(spec.shape)
      expect(network.init(new Rng(recipe.seed))).toEqual(host)
      expect(network.init(new Rng(recipe.seed + 1))).not.toEqual(host)
    },
  )

  it('starts the article as N(0, 0.01) with biases N(0.5, 0.01)', () => {
    const { host } = start({ ...presets.article, seed: 4 })
    const moments = (name: string) => {
      const data = host[name]!.data as Float32Array
      const mean = data.reduce((sum, value) => sum + value, 0) / data.length
      return [mean, Math.sqrt(data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length)] as const
    }
    for (const name of ['conv2/kernel', 'dense/kernel', 'head/weight']) {
      const [mean, std] = moments(name)
      expect(Math.abs(mean)).toBeLessThan(5e-4)
      expect(std).toBeCloseTo(0.01, 3)
    }
    const [mean, std] = moments('dense/bias')
    expect(mean).toBeCloseTo(0.5, 2)
    expect(std).toBeCloseTo(0.01, 2)
  })

  it('has no network for a frozen backbone', () => {
    expect(() => createNetwork(presets.pretrained)).toThrow(/frozen/)
  })
})

describe('koch encoder', () => {
  it.each([true, false])('is convolution, bias, ReLU, pool in the paper’s order (last pool %s)', (poolLast) => {
    const base = tinyPairsRecipe()
    const recipe = { ...base, encoder: { ...base.encoder, poolLast } as Recipe['encoder'] }
    const { network, values } = start(recipe)
    const rng = new Rng(8)
    const images = tf.tensor(
      Float32Array.from({ length: 2 * 432 }, () => rng.next()),
      [2, 12, 12, 3],
    ) as Tensor4D
    let map = images
    for (const i of [1, 2]) {
      map = tf.relu(tf.add(tf.conv2d(map, values[`conv${i}/kernel`] as Tensor4D, 1, 'valid'), values[`conv${i}/bias`]!))
      if (i === 1 || poolLast) map = tf.maxPool(map, 2, 2, 'valid')
    }
    const flat = tf.reshape(map, [2, -1]) as Tensor2D
    const expected = tf
      .sigmoid(tf.add(tf.matMul(flat, values['dense/kernel'] as Tensor2D), values['dense/bias']!))
      .dataSync()
    const codes = network.encode(values, images, 'infer').codes
    expect(codes.shape).toEqual([2, network.codes])
    codes.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5))
  })
})

describe('heads with a neuron', () => {
  it.each(['subtract', 'l1'] as const)('%s: the exported pair score is what training computed', (kind) => {
    const recipe = tinyRecipe({ head: { kind } })
    const { host, values, network } = start(recipe)
    const score = pairScore(recipe, host)
    if (score.kind !== kind) throw new Error('wrong kind')
    const rng = new Rng(2)
    const [a, b] = [0, 1].map(() => Array.from({ length: network.codes }, () => rng.normal())) as [number[], number[]]
    const logit = pairLogits(kind, values, tf.tensor2d([a]), tf.tensor2d([b])) as Tensor1D
    const expected = a.reduce((sum, value, i) => {
      const difference = value - b[i]!
      return sum + score.weight[i]! * (kind === 'l1' ? Math.abs(difference) : difference)
    }, score.bias)
    expect(logit.dataSync()[0]).toBeCloseTo(expected, 5)
    expect(() => pairScore(recipe, {})).toThrow(/no weight/)
  })

  it('passes heads without parameters on', () => {
    expect(pairScore(tinyRecipe(), {})).toEqual({ kind: 'cosine' })
  })
})
