import { describe, expect, it } from 'vitest'
import { membersOf, type Recipe } from '../../../shared/recipe.ts'
import { deviceError } from '../../engine/device-trouble.ts'
import { batchShape } from '../../model/training-program.ts'
import { applyOverrides, presets } from '../recipes/index.ts'
import { halved, isFullMemory, largestThatFits, withSizeThatFits } from './fitting-batch.ts'

const pairs = (count: number) => applyOverrides(presets.article, [`sampler.pairs=${count}`])
const balanced = applyOverrides(presets['all-pairs'], ['sampler.classes=32', 'sampler.pictures=2'])
const episodes = applyOverrides(presets['all-pairs'], [
  'head.kind=euclidean',
  'loss.kind=prototypical',
  'sampler.kind=episodes',
  'sampler.way=8',
  'sampler.shot=1',
  'sampler.queries=4',
])

/** A device with room for so many pictures a step. */
const roomFor = (most: number) => async (recipe: Recipe) => batchShape(recipe).pictures <= most

describe('half a batch', () => {
  it.each([
    ['pairs, still as many of one class as of two', pairs(10), 'sampler.pairs', 4],
    ['classes of a balanced batch', balanced, 'sampler.classes', 16],
    ['queries of an episode', episodes, 'sampler.queries', 2],
    ['then its ways', applyOverrides(episodes, ['sampler.queries=1']), 'sampler.way', 4],
  ])('%s', (_, recipe, field, value) => {
    expect(halved(recipe)).toMatchObject({ field, value })
  })

  it('ends where nothing is left to halve', () => {
    expect(halved(pairs(2))).toBeUndefined()
    expect(halved(presets.pretrained)).toBeUndefined()
  })
})

describe('the batch that fits', () => {
  it('is the largest half', async () => {
    expect(await largestThatFits(pairs(64), roomFor(40))).toMatchObject({ value: 16 })
    expect(await largestThatFits(pairs(64), roomFor(1))).toBeUndefined()
  })

  it.each([
    'CUDA failure 2: out of memory ; GPU=0',
    'BFCArena::AllocateRawInternal Failed to allocate memory for requested buffer of size 939524096',
    'OOM when allocating tensor with shape[3,3,512,1024] by allocator GPU_0_bfc',
  ])('is told after %s', async (words) => {
    const error = deviceError('cuda', 'running', 'train', new Error(words))
    expect(isFullMemory(error)).toBe(true)
    const members = membersOf(balanced.encoder)
    const told = await withSizeThatFits(error, balanced, 'cuda', roomFor(20 * members))
    expect(told).toMatchObject({
      code: 'engine/out-of-memory',
      message: `The memory of the device 'cuda' is too small for steps of ${64 * members} pictures.`,
      next: expect.stringMatching(new RegExp(`^${16 * members} pictures fit: .* --set sampler.classes=8,`)) as string,
    })
  })

  it('is not told where the device does not recover', async () => {
    const error = deviceError('cuda', 'running', 'train', new Error('out of memory'))
    const broken = () => Promise.reject(new Error('the device is lost'))
    expect((await withSizeThatFits(error, balanced, 'cuda', broken)).next).toMatch(/^Make the pictures or the network/)
  })

  it('is tried with a real step', async () => {
    const small = ['input.width=12', 'input.height=12', 'encoder.kernels=[3,3]', 'encoder.filters=[4,4]']
    const recipe = applyOverrides(pairs(8), [...small, 'encoder.codes=4'])
    const error = deviceError('cpu', 'running', 'train', new Error('std::bad_alloc'))
    expect((await withSizeThatFits(error, recipe, 'cpu')).next).toMatch(/^8 pictures fit: .*sampler.pairs=4,/)
  })
})
