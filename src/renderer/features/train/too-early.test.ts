import { describe, expect, it } from 'vitest'
import { isTooEarly } from './too-early.ts'

describe('coverage', () => {
  it('is no matter in the first steps, unless they are all that is needed', () => {
    expect([1, 24, 25].map((step) => isTooEarly(step, 900))).toEqual([true, true, false])
    expect([8, 9].map((step) => isTooEarly(step, 9))).toEqual([true, false])
    expect(isTooEarly(30, null)).toBe(false)
  })
})
