import { describe, expect, it } from 'vitest'
import type { Evaluation } from '../../../shared/contract/evaluations.ts'
import { groupByProtocol, overlap, shortHash, verdictOf } from './compare.ts'

function evaluation(id: string, created: string, hash: string, more: Partial<Evaluation> = {}): Evaluation {
  return {
    id,
    created,
    protocol: { name: `trials ${hash}`, hash },
    accuracy: 0.85,
    interval: [0.83, 0.87],
    chance: 0.05,
    trials: 1000,
    way: 20,
    shot: 1,
    dataHash: 'letters',
    step: 200,
    views: 1,
    data: '/pictures',
    baselines: {},
    wrong: 150,
    hasTrials: true,
    ...more,
  }
}
const baseline = (low: number, high: number) => ({
  accuracy: (low + high) / 2,
  interval: [low, high] as [number, number],
  chance: 0.05,
  trials: 1000,
})

describe('groupByProtocol', () => {
  it('puts identical trials together and the newest in front', () => {
    const groups = groupByProtocol([
      evaluation('a', '2026-01-01', 'x'),
      evaluation('b', '2026-01-03', 'y'),
      evaluation('c', '2026-01-02', 'x'),
    ])
    expect(groups.map(({ hash, evaluations }) => [hash, evaluations.map(({ id }) => id)])).toEqual([
      ['y', ['b']],
      ['x', ['c', 'a']],
    ])
  })
})

describe('overlap', () => {
  it.each([
    [[0.1, 0.2], [0.15, 0.3], true],
    [[0.1, 0.2], [0.2, 0.3], true],
    [[0.1, 0.2], [0.21, 0.3], false],
    [[0.1, 0.9], [0.4, 0.5], true],
  ] as const)('%j and %j: %s', (a, b, shared) => {
    expect([overlap(a, b), overlap(b, a)]).toEqual([shared, shared])
  })
})

describe('verdictOf', () => {
  it('claims no difference where intervals overlap', () => {
    const baselines = { pixels: baseline(0.1, 0.2), hausdorff: baseline(0.8, 0.84), untrained: baseline(0.9, 0.95) }
    expect(verdictOf(evaluation('a', '', 'x', { baselines }))).toEqual({
      notShown: ['hausdorff'],
      worse: ['untrained'],
      atChance: false,
    })
  })

  it('says when an accuracy is not shown to be better than guessing', () => {
    expect(verdictOf(evaluation('a', '', 'x', { interval: [0.04, 0.09] })).atChance).toBe(true)
  })
})

describe('shortHash', () => {
  it('is what the command line prints', () => expect(shortHash('05ffe1de99aa')).toBe('05ffe1de'))
})
