import { describe, expect, it } from 'vitest'
import { probit } from './probit.ts'

describe('probit', () => {
  // Figures of a standard table of the normal distribution.
  it.each([
    [0.5, 0],
    [0.975, 1.959963985],
    [0.84134475, 1],
    [0.01, -2.326347874],
    [0.001, -3.090232306],
    [0.00001, -4.264890794],
  ])('of %d is %d', (share, deviate) => {
    expect(probit(share)).toBeCloseTo(deviate, 7)
    expect(probit(1 - share)).toBeCloseTo(-deviate, 6)
  })

  it('has no number at the ends and outside', () => {
    expect(probit(0)).toBe(-Infinity)
    expect(probit(1)).toBe(Infinity)
    expect(probit(1.1)).toBeNaN()
  })
})
