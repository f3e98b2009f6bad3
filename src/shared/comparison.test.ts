import { describe, expect, it } from 'vitest'
import { pointsRange, pointsText, pText } from './comparison.ts'

describe('figures of a comparison', () => {
  it('have a sign, and none where they round to nothing', () => {
    expect([0.0234, -0.0044, 0.0004, -0.0004, 0].map(pointsText)).toEqual(['+2.3', '−0.4', '0.0', '0.0', '0.0'])
    expect(pointsRange([-0.01, 0.045])).toBe('[−1.0, +4.5]')
  })

  it('tell a small p by its power of ten', () => {
    expect([1, 0.03124, 0.0001, 0.00003].map(pText)).toEqual(['1.0000', '0.0312', '0.0001', '3.0e-5'])
  })
})
