import { describe, expect, it } from 'vitest'
import type { ScoredPair } from '../../../shared/contract/training.ts'
import { recentDistances } from './recent-distances.ts'

const picture = {
  index: 0,
  className: 'a',
  pixels: { width: 1, height: 1, channels: 1 as const, data: new Uint8Array(1) },
}
const pair = (same: boolean, distance: number | null): ScoredPair => ({
  same,
  a: picture,
  b: picture,
  distance,
  loss: null,
})

describe('distances of the pairs last seen', () => {
  it('are kept by kind, without those that are no number', () => {
    const pairs = [pair(true, 0.1), pair(false, 0.9), pair(true, null)]
    expect(recentDistances({ same: [0.3], different: [] }, { pairs })).toEqual({ same: [0.3, 0.1], different: [0.9] })
  })

  it('are of the last few batches only', () => {
    const pairs = Array.from({ length: 100 }, (_, i) => pair(true, i))
    const { same } = recentDistances({ same: [], different: [] }, { pairs })
    expect([same.length, same[0], same.at(-1)]).toEqual([60, 40, 99])
  })
})
