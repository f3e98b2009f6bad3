import { describe, expect, it } from 'vitest'
import { BlockCache } from './block-cache.ts'

function setUp(pictureBytes: number, count: number, budget: number) {
  const reads: number[] = []
  const cache = new BlockCache(pictureBytes * count, pictureBytes, budget, (out, start) => {
    reads.push(start)
    for (let i = 0; i < out.length; i++) out[i] = (start + i) % 251
  })
  const copy = (index: number) => {
    const out = new Uint8Array(pictureBytes)
    cache.copy(index, out, 0)
    expect(out[0]).toBe((index * pictureBytes) % 251)
    expect(out.at(-1)).toBe((index * pictureBytes + pictureBytes - 1) % 251)
  }
  return { cache, reads, copy }
}

describe('BlockCache', () => {
  it('holds no more than its budget, and drops what was not used for longest', () => {
    const { cache, reads, copy } = setUp(100_000, 10, 350_000)
    for (const index of [0, 1, 2, 0, 3, 0, 1]) copy(index)
    expect(cache.held).toBe(3)
    expect(reads).toEqual([0, 100_000, 200_000, 300_000, 100_000])
  })

  it('reads neighbours together, and the last block may be short', () => {
    const { reads, copy } = setUp(1000, 130, 10_000_000)
    for (let index = 0; index < 130; index++) copy(index)
    expect(reads).toEqual([0, 65_000])
    copy(129)
  })

  it('works with a budget below one picture', () => {
    const { cache, copy } = setUp(5000, 40, 1)
    for (const index of [0, 39, 13, 14, 0]) copy(index)
    expect(cache.held).toBe(1)
  })
})
