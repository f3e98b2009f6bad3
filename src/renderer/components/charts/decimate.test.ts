import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pointsToDraw } from './decimate.ts'

const steps = (count: number) => Float64Array.from({ length: count }, (_, i) => i)

describe('points to draw', () => {
  it('are all of them where they are few', () => {
    expect(pointsToDraw([1, 2, 3], [5, 6, 7], 10)).toEqual([0, 1, 2])
    expect(pointsToDraw([], [], 10)).toEqual([])
  })

  it('are those in the range and one to either side', () => {
    expect(pointsToDraw(steps(10), steps(10), 100, [3, 5])).toEqual([2, 3, 4, 5])
    expect(pointsToDraw(steps(10), steps(10), 100, [3.5, 5.5])).toEqual([3, 4, 5, 6])
    expect(pointsToDraw(steps(10), steps(10), 100, [20, 30])).toEqual([9])
  })

  it('keep the ends, every peak and every gap of a long curve', () => {
    const count = 100_000
    fc.assert(
      fc.property(fc.nat(count - 1), fc.nat(count - 1), fc.nat(count - 1), (peak, valley, gap) => {
        fc.pre(new Set([peak, valley, gap]).size === 3)
        const y = new Float64Array(count).fill(1)
        y[peak] = 9
        y[valley] = -9
        y[gap] = NaN
        const kept = pointsToDraw(steps(count), y, 2000)
        expect(kept.length).toBeLessThanOrEqual(2100)
        expect([kept[0], kept.at(-1)]).toEqual([0, count - 1])
        for (const index of [peak, valley, gap]) expect(kept).toContain(index)
        expect(kept.every((index, i) => i === 0 || index > kept[i - 1]!)).toBe(true)
      }),
      { numRuns: 20 },
    )
  })
})
