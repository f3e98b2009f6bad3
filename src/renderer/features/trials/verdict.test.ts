import { describe, expect, it } from 'vitest'
import type { TrialWay } from '../../../shared/contract/evaluations.ts'
import { marksOf, sharedPoint, verdictKind } from './verdict.ts'

const way = (distance: number, more: Partial<TrialWay> = {}): TrialWay => ({
  way: 0,
  className: '',
  supports: [],
  distance,
  truth: false,
  chosen: false,
  ...more,
})

describe('verdictKind', () => {
  it.each([
    [1, 1, 'right'],
    [0, 1, 'wrong'],
    [0.5, 2, 'tie'],
    [0, 2, 'tieWrong'],
    [0, 0, 'nothing'],
  ])('credit %d with %d nearest is %s', (credit, tied, kind) => expect(verdictKind({ credit, tied })).toBe(kind))
})

describe('marksOf', () => {
  it('marks truth and choice, together where they are one', () => {
    const wrong = { ways: [way(0.1, { chosen: true }), way(0.2, { truth: true }), way(0.3)], tied: 1 }
    expect([0, 1, 2].map((rank) => marksOf(wrong, rank))).toEqual([['chosen'], ['truth'], []])
    expect(marksOf({ ways: [way(0.1, { chosen: true, truth: true })], tied: 1 }, 0)).toEqual(['truth', 'chosen'])
  })

  it('marks all of a tie, and none of them as the choice', () => {
    const tie = { ways: [way(0.1, { chosen: true }), way(0.1, { truth: true }), way(0.3)], tied: 2 }
    expect([0, 1, 2].map((rank) => marksOf(tie, rank))).toEqual([['tied'], ['truth', 'tied'], []])
  })

  it('has nothing to say about a rank that is not there', () => {
    expect(marksOf({ ways: [], tied: 0 }, 3)).toEqual([])
  })
})

describe('sharedPoint', () => {
  it('is a fraction', () => expect(sharedPoint(3)).toBe('1/3'))
})
