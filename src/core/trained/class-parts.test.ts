import { describe, expect, it } from 'vitest'
import type { ClassSplit } from '../../shared/dataset.ts'
import { fakeAlphabets, range } from '../evaluation/testing.ts'
import { countParts } from './class-parts.ts'

const dataset = fakeAlphabets(1, 6, 2)
const split: ClassSplit = { seed: 1, by: 'class', train: [0, 1], validation: [2, 3], test: [4] }
/** First picture of each class asks, the second of the others is shown. */
const trial = (query: number, ...others: number[]) => ({
  query: query * 2,
  supports: [query, ...others].map((index) => [index * 2 + 1]),
  truth: 0,
})

describe('the parts of a split', () => {
  it('are counted once a trial, be it by query or support', () => {
    expect(countParts({ trials: [trial(4, 4), trial(4, 0), trial(0, 1), trial(2, 3)] }, dataset, split)).toEqual({
      test: 2,
      validation: 1,
      training: 2,
    })
  })

  it('leave classes out that stand in none', () => {
    expect(countParts({ trials: [trial(5, 5)] }, dataset, split)).toEqual({ test: 0, validation: 0, training: 0 })
    expect(range(6).map((index) => dataset.classes[index]!.pictures[0])).toEqual([0, 2, 4, 6, 8, 10])
  })
})
