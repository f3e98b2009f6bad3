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

  it.each(['frozen', 'changeable'] as const)(
    'gives a long list the codes of short ones, the last batch filled up, reading ahead: %s',
    async (kind) => {
      const many = tinyRecipe({ input: { ...recipe.input, width: 32, height: 32 } })
      const size = 32 * 32
      const asked: number[][] = []
      const endless = {
        read: async (indices: readonly number[]) => {
          asked.push([...indices])
          if (indices.includes(9999)) throw new Error('no such picture')
          return Uint8Array.from(
            indices.flatMap((i) => Array.from({ length: size }, (_, p) => (i * 37 + p * 11) % 256)),
          )
        },
      }
      const state = createNetwork(many).init(new Rng(3, 'init'))
      const embedder =
        kind === 'frozen' ? await NetworkEmbedder.frozen(many, 'cpu', state) : await NetworkEmbedder.create(many, 'cpu')
      if (kind === 'changeable') await embedder.setState(state)
      const list = Array.from({ length: 120 }, (_, i) => i)
      const done: number[] = []
      const codes = await embedder.embed(endless, list, { views: 2, onProgress: (count) => done.push(count) })
      expect(done).toEqual([64, 120])
      expect(asked.map((part) => part.length)).toEqual([64, 56])
      for (const picture of [0, 63, 64, 119]) {
        const alone = await embedder.embed(endless, [picture], { views: 2 })
        const row = codes.subarray(picture * embedder.size, (picture + 1) * embedder.size)
        alone.forEach((value, i) => expect(row[i]).toBeCloseTo(value, 5))
      }
      if (kind === 'changeable') {
        // Both programs get the next state.
        await embedder.setState(createNetwork(many).init(new Rng(4, 'init')))
        const [moved, alone] = [await embedder.embed(endless, list), await embedder.embed(endless, [7])]
        alone.forEach((value, i) => expect(moved[7 * embedder.size + i]).toBeCloseTo(value, 5))
        expect(moved.subarray(0, embedder.size)).not.toEqual(codes.subarray(0, embedder.size))
      }
      await expect(embedder.embed(endless, [...list.slice(0, 119), 9999])).rejects.toThrow('no such picture')
      await embedder.dispose()
    },
  )

  it('names what the state lacks', async () => {
    await expect(NetworkEmbedder.frozen(recipe, 'reference', {})).rejects.toThrow(/the state has no '/)
  })
})
