import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import figures from '../../tests/fixtures/statistics/figures.json' with { type: 'json' }
import { chanceOf, mean, median, smoothLoss, standardDeviation, wilsonInterval } from './statistics.ts'

const inPercent = ([low, high]: readonly [number, number]) =>
  [(low * 100).toFixed(1), (high * 100).toFixed(1)].join('-')

describe('wilsonInterval', () => {
  it.each([
    [0.92, 200, '87.4-95.0'],
    [0.92, 400, '88.9-94.3'],
    [0.92, 600, '89.6-93.9'],
    [0.92, 1000, '90.2-93.5'],
    [0.92, 10000, '91.5-92.5'],
    [0.955, 400, '93.0-97.1'],
  ])('gives the known interval of %f on %i trials', (share, trials, expected) => {
    expect(inPercent(wilsonInterval(share * trials, trials))).toBe(expected)
  })

  it.each(figures.wilson)('agrees with statsmodels on $successes of $trials', ({ successes, trials, interval }) => {
    const found = wilsonInterval(successes, trials)
    for (const end of [0, 1]) expect(found[end]).toBeCloseTo(interval[end]!, 12)
  })

  it('keeps its ends in 0..1 and around the share, fractional successes included', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, share) => {
        const [low, high] = wilsonInterval(share * trials, trials)
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(share + 1e-12)
        expect(high).toBeGreaterThanOrEqual(share - 1e-12)
      }),
      { seed: 1 },
    )
  })

  it('is exact at the ends and refuses nonsense', () => {
    expect(wilsonInterval(0, 10)[0]).toBe(0)
    expect(wilsonInterval(10, 10)[1]).toBe(1)
    expect(() => wilsonInterval(0, 0)).toThrow(RangeError)
    expect(() => wilsonInterval(11, 10)).toThrow(RangeError)
    expect(() => wilsonInterval(NaN, 10)).toThrow(RangeError)
  })
})

describe('summaries', () => {
  it('computes chance, mean, spread and median', () => {
    expect(chanceOf(20)).toBe(0.05)
    expect(mean([1, 2, 6])).toBe(3)
    expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(2.138089935, 9)
    expect(standardDeviation([3])).toBeNaN()
    expect(median([5, 1, 3])).toBe(3)
    expect(median([4, 1, 3, 2])).toBe(2.5)
    expect(() => mean([])).toThrow(RangeError)
  })
})

describe('the smoothed loss', () => {
  const smooth = (losses: number[]) =>
    losses.reduce<number | null>((before, loss, i) => smoothLoss(before, loss, i + 1), null)

  it('lags behind a falling loss by a quarter of the steps so far, by 50 later', () => {
    const falling = (steps: number) => Array.from({ length: steps }, (_, i) => -i)
    const lag = (steps: number) => (smooth(falling(steps)) ?? NaN) + steps - 1
    expect(smooth([10, ...new Array<number>(9).fill(1)])).toBeLessThan(1.1)
    expect(lag(100) / 100).toBeCloseTo(0.2, 1)
    expect(lag(3000)).toBeCloseTo(49, 0)
  })

  it('weighs losses alike that come late', () => {
    const late = [2, 4].map((loss) => (smoothLoss(1, loss, 1000) ?? NaN) - 1)
    expect(late[0]).toBeCloseTo(0.02, 12)
    expect(late[1]).toBeCloseTo(0.06, 12)
  })

  it('stays where a loss is no number', () => {
    expect(smoothLoss(2, NaN, 7)).toBe(2)
    expect(smoothLoss(null, NaN, 1)).toBeNull()
  })
})
