import { describe, expect, it } from 'vitest'
import { Rng } from './random.ts'
import { sortedNumbers } from './sorted-numbers.ts'

const COUNT = 30_000
const rng = new Rng('sorted numbers')
const make = (next: (i: number) => number) => Float64Array.from({ length: COUNT }, (_, i) => next(i))

describe('sortedNumbers', () => {
  it.each([
    ['spread evenly', () => rng.next()],
    ['piled up around a point', () => rng.normal() ** 5],
    ['with many equal ones', () => rng.int(7)],
    ['all equal', () => 3],
    ['at two far ends', (i: number) => (i % 2) * 1e300],
    ['with one far away', (i: number) => (i === 5 ? 1e12 : rng.next())],
    ['with infinite ones', (i: number) => (i === 9 ? Infinity : i === 8 ? -Infinity : rng.next())],
    ['closer together than numbers can be divided', (i: number) => (i % 3) * Number.MIN_VALUE],
    ['in falling order', (i: number) => -i],
  ])('sorts numbers %s as the language does', (_, next) => {
    const values = make(next)
    const before = values.slice()
    const wanted = values.slice().sort()
    const sorted = sortedNumbers(values)
    expect(sorted).toHaveLength(COUNT)
    expect(sorted.findIndex((value, i) => value !== wanted[i])).toBe(-1)
    expect(values.findIndex((value, i) => value !== before[i])).toBe(-1)
  })

  it('sorts few', () => {
    expect([...sortedNumbers(Float64Array.of(3, -1, 2))]).toEqual([-1, 2, 3])
    expect(sortedNumbers(new Float64Array(0))).toHaveLength(0)
  })
})
