import { describe, expect, it } from 'vitest'
import { rateDigits } from './rate-text.ts'

describe('rateDigits', () => {
  it.each([
    [0, '0'],
    [1, '100.0'],
    [0.1234, '12.3'],
    [0.0125, '1.25'],
    [0.00987, '0.987'],
    [0.009996, '1.00'],
    [0.001, '0.100'],
    [0.000997, '0.10'],
    [0.00098, '0.098'],
    [0.0000041, '0.00041'],
  ])('writes %d as %s', (share, digits) => expect(rateDigits(share)).toBe(digits))
})
