import { describe, expect, it } from 'vitest'
import { tinyRecipe } from '../../../../tests/fixtures/record.ts'
import { choosePairs } from './choose-pairs.ts'
import { pairLoss } from './pairs-watch.ts'

describe('choosing pairs of a batch', () => {
  it('takes them as they are where the batch is made of pairs', () => {
    const recipe = tinyRecipe({ sampler: { kind: 'pairs', pairs: 6 } })
    expect(choosePairs(recipe, [0, 0, 0, 1, 1, 1], 2)).toEqual([
      { same: true, a: 0, b: 6, pair: 0 },
      { same: true, a: 1, b: 7, pair: 1 },
      { same: false, a: 3, b: 9, pair: 3 },
      { same: false, a: 4, b: 10, pair: 4 },
    ])
  })

  it('pairs by label within the first member otherwise', () => {
    const recipe = tinyRecipe({
      encoder: { kind: 'conv4', filters: [4, 4], embedding: 8, momentum: 0.9, members: 2 },
      sampler: { kind: 'episodes', way: 3, shot: 1, queries: 1 },
    })
    const chosen = choosePairs(recipe, [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2], 2)
    expect(chosen).toEqual([
      { same: true, a: 0, b: 3 },
      { same: true, a: 1, b: 4 },
      { same: false, a: 0, b: 4 },
      { same: false, a: 1, b: 5 },
    ])
  })

  it('shows fewer where there are fewer', () => {
    expect(choosePairs(tinyRecipe(), [0, 1], 4)).toEqual([
      { same: false, a: 0, b: 1 },
      { same: false, a: 1, b: 0 },
    ])
  })
})

describe('the loss of a pair', () => {
  it('is told where the loss is one on pairs', () => {
    expect(pairLoss({ kind: 'bce', l2: 0 }, true, 0.5)).toBeCloseTo(Math.LN2)
    expect(pairLoss({ kind: 'bce', l2: 0 }, false, 1)).toBeCloseTo(0)
    expect(pairLoss({ kind: 'contrastive', margin: 1 }, false, 0.4)).toBeCloseTo(0.18)
    expect(pairLoss({ kind: 'contrastive', margin: 1 }, true, 0.4)).toBeCloseTo(0.08)
    expect(pairLoss({ kind: 'supcon', temperature: 0.1 }, true, 0.4)).toBeNull()
    expect(pairLoss({ kind: 'bce', l2: 0 }, true, NaN)).toBeNull()
  })
})
