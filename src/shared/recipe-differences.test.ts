import { describe, expect, it } from 'vitest'
import type { Recipe } from './recipe.ts'
import { recipeChanges, recipeDifferences } from './recipe-differences.ts'

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

const base = {
  name: 'all-pairs',
  seed: 0,
  picturesPerClass: null,
  head: { kind: 'cosine' },
  budget: { steps: null, minutes: 3 },
  encoder: { kind: 'conv4', filters: [32, 64] },
} as unknown as Recipe

describe('recipeChanges', () => {
  it('finds nothing between equals', () => {
    expect(recipeChanges(base, structuredClone(base))).toEqual({})
  })

  it('names fields by their dotted names', () => {
    const wanted = { ...base, seed: 9, budget: { steps: 100, minutes: null } }
    expect(recipeChanges(base, wanted)).toEqual({ seed: 9, 'budget.steps': 100, 'budget.minutes': null })
  })

  it('names every field of a part of another kind', () => {
    const wanted = { ...base, head: { kind: 'euclidean', normalise: true } } as Recipe
    expect(recipeChanges(base, wanted)).toEqual({ 'head.kind': 'euclidean', 'head.normalise': true })
  })
})
