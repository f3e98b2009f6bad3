import { describe, expect, it } from 'vitest'
import type { Recipe } from './recipe.ts'
import { recipeDifferences } from './recipe-differences.ts'

const recipe = (changes: object) =>
  ({
    name: 'a',
    seed: 1,
    encoder: { kind: 'conv4', filters: [1, 2] },
    head: { kind: 'cosine' },
    ...changes,
  }) as unknown as Recipe

describe('recipeDifferences', () => {
  it('tells the fields that differ, also those only one recipe has', () => {
    const euclidean = { head: { kind: 'euclidean', normalise: true } }
    expect(recipeDifferences([recipe({}), recipe({ seed: 2, ...euclidean })])).toEqual([
      { field: 'seed', values: [1, 2] },
      { field: 'head.kind', values: ['cosine', 'euclidean'] },
      { field: 'head.normalise', values: [undefined, true] },
    ])
    expect(recipeDifferences([recipe({}), recipe({})])).toEqual([])
  })
})
