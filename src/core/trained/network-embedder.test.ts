import { describe, expect, it } from 'vitest'
import { tinyRecipe } from '../../../tests/fixtures/record.ts'
import { Rng } from '../../shared/random.ts'
import { createNetwork } from '../model/network.ts'
import { NetworkEmbedder } from './network-embedder.ts'

describe('a network done with training', () => {
  const recipe = tinyRecipe()
  const { width, height } = recipe.input
  const pixels = Uint8Array.from({ length: 5 * width * height }, (_, i) => (i * 37) % 256)
  const reader = {
    read: (indices: readonly number[]) =>
      Uint8Array.from(indices.flatMap((i) => [...pixels.subarray(i * width * height, (i + 1) * width * height)])),
  }

  it.each(['cpu', 'reference'] as const)('gives the codes of the changeable one on %s', async (device) => {
    const state = createNetwork(recipe).init(new Rng(3, 'init'))
    const changeable = await NetworkEmbedder.create(recipe, device)
    await changeable.setState(state)
    const frozen = await NetworkEmbedder.frozen(recipe, device, state)
    expect(frozen.score).toEqual(changeable.score)
    const [one, two] = [changeable, frozen].map((each) => each.embed(reader, [4, 0, 2], { views: 2 }))
    const [expected, codes] = [await one, await two]
    expect(codes).toHaveLength(3 * frozen.size)
    codes?.forEach((value, i) => expect(value).toBeCloseTo(expected?.[i] as number, 5))
    await expect(frozen.setState(state)).rejects.toThrow(/frozen/)
    await changeable.dispose()
    await frozen.dispose()
  })

  it('names what the state lacks', async () => {
    await expect(NetworkEmbedder.frozen(recipe, 'reference', {})).rejects.toThrow(/the state has no '/)
  })
})
