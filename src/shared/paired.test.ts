import { describe, expect, it } from 'vitest'
import figures from '../../tests/fixtures/statistics/figures.json' with { type: 'json' }
import { bootstrapMean, comparePaired, mcnemarExact, pairedCounts } from './paired.ts'

describe('mcnemarExact', () => {
  it.each(figures.mcnemar)('agrees with statsmodels on $onlyFirst against $onlySecond', ({ p, ...counts }) => {
    expect(mcnemarExact(counts)).toBeCloseTo(p, 10)
  })
})

describe('bootstrapMean', () => {
  it.each(figures.bootstrap)('agrees with SciPy up to its own noise', ({ values, interval }) => {
    const found = bootstrapMean(values, { resamples: 20_000 })
    // Means of 0/1 values come in steps of 1/n: two bootstraps may end one step apart.
    const step = 1 / values.length
    expect(Math.abs(found[0] - interval[0]!)).toBeLessThanOrEqual(1.01 * step)
    expect(Math.abs(found[1] - interval[1]!)).toBeLessThanOrEqual(1.01 * step)
  })

  it.each(figures.clusters)('agrees with SciPy on whole clusters', ({ values, clusters, interval }) => {
    const found = bootstrapMean(values, { clusters, resamples: 50_000 })
    for (const end of [0, 1]) expect(Math.abs(found[end]! - interval[end]!)).toBeLessThan(0.003)
  })

  it('is wider by the root of the cluster size when trials stand and fall together', () => {
    const outcomes = Array.from({ length: 80 }, (_, i) => (i % 4 === 0 ? 0 : 1))
    const values = outcomes.flatMap((outcome) => Array.from({ length: 9 }, () => outcome))
    const clusters = values.map((_, trial) => Math.floor(trial / 9))
    const width = ([low, high]: readonly [number, number]) => high - low
    const ratio = width(bootstrapMean(values, { clusters })) / width(bootstrapMean(values))
    expect(ratio).toBeGreaterThan(2.7)
    expect(ratio).toBeLessThan(3.3)
  })

  it('gives the same interval for the same seed and refuses nonsense', () => {
    expect(bootstrapMean([0, 1, 1], { seed: 3 })).toEqual(bootstrapMean([0, 1, 1], { seed: 3 }))
    expect(() => bootstrapMean([])).toThrow(RangeError)
    expect(() => bootstrapMean([1, 0], { clusters: ['a'] })).toThrow(RangeError)
  })
})

describe('comparePaired', () => {
  it('counts who was right where, and a tie as not wholly right', () => {
    expect(pairedCounts([1, 1, 0, 0.5], [1, 0, 1, 1])).toEqual({ both: 1, onlyFirst: 1, onlySecond: 2, neither: 0 })
  })

  it('tells a difference from none', () => {
    const first = Array.from({ length: 300 }, (_, i) => (i % 10 === 0 ? 0 : 1))
    const second = Array.from({ length: 300 }, (_, i) => (i % 4 === 0 ? 0 : 1))
    const found = comparePaired(first, second)
    expect(found.difference).toBeCloseTo(0.15, 12)
    expect(found.interval[0]).toBeGreaterThan(0)
    expect(found.p).toBeLessThan(0.001)
    const same = comparePaired(first, first)
    expect(same).toMatchObject({ difference: 0, interval: [0, 0], p: 1, onlyFirst: 0, onlySecond: 0 })
    expect(() => comparePaired([1], [1, 0])).toThrow(RangeError)
  })
})
