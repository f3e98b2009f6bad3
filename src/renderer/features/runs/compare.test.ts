import { describe, expect, it } from 'vitest'
import type { RunScore } from '../../../shared/contract/runs.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { comparableScores, LOOKS, recipeDifferences } from './compare.ts'

const recipe = (changes: object) =>
  ({
    name: 'a',
    seed: 1,
    encoder: { kind: 'conv4', filters: [1, 2] },
    head: { kind: 'cosine' },
    ...changes,
  }) as unknown as Recipe

describe('runs beside each other', () => {
  it('tells the fields that differ, also those only one recipe has', () => {
    const euclidean = { head: { kind: 'euclidean', normalise: true } }
    expect(recipeDifferences([recipe({}), recipe({ seed: 2, ...euclidean })])).toEqual([
      { field: 'seed', values: [1, 2] },
      { field: 'head.kind', values: ['cosine', 'euclidean'] },
      { field: 'head.normalise', values: [undefined, true] },
    ])
    expect(recipeDifferences([recipe({}), recipe({})])).toEqual([])
  })

  it('puts numbers of one protocol together, the newest of each run', () => {
    const score = (hash: string, accuracy: number) => ({ protocol: { name: hash, hash }, accuracy }) as RunScore
    const found = comparableScores([
      { scores: [score('x', 0.9), score('x', 0.1)] },
      { scores: [score('y', 0.5), score('x', 0.8)] },
    ])
    expect(found.map(({ protocol, scores }) => [protocol.hash, scores.map((each) => each?.accuracy)])).toEqual([
      ['x', [0.9, 0.8]],
      ['y', [undefined, 0.5]],
    ])
  })

  it('looks different in colour and in dash', () => {
    expect(new Set(LOOKS.map(({ colour }) => colour)).size).toBe(LOOKS.length)
    expect(new Set(LOOKS.map(({ dashed }) => dashed.join())).size).toBe(LOOKS.length)
  })
})
