import { describe, expect, it } from 'vitest'
import type { Recipe } from '../../shared/recipe.ts'
import { differences } from './recipe-differences.ts'

const base = {
  name: 'all-pairs',
  seed: 0,
  picturesPerClass: null,
  head: { kind: 'cosine' },
  budget: { steps: null, minutes: 3 },
  encoder: { kind: 'conv4', filters: [32, 64] },
} as unknown as Recipe

describe('differences of two recipes', () => {
  it('finds nothing between equals', () => {
    expect(differences(base, structuredClone(base))).toEqual({})
  })

  it('names fields by their dotted names', () => {
    const wanted = { ...base, seed: 9, budget: { steps: 100, minutes: null } }
    expect(differences(base, wanted)).toEqual({ seed: 9, 'budget.steps': 100, 'budget.minutes': null })
  })

  it('names every field of a part of another kind', () => {
    const wanted = { ...base, head: { kind: 'euclidean', normalise: true } } as Recipe
    expect(differences(base, wanted)).toEqual({ 'head.kind': 'euclidean', 'head.normalise': true })
  })
})
