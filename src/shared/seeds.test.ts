import { describe, expect, it } from 'vitest'
import { seedSpread, studentT } from './seeds.ts'

describe('studentT', () => {
  // scipy.stats.t.ppf(0.975, freedom)
  it.each([
    [1, 12.706204736174694],
    [2, 4.302652729749462],
    [3, 3.1824463052837078],
    [4, 2.7764451051977934],
    [5, 2.5705818356363146],
    [9, 2.262157162798205],
    [19, 2.0930240544083087],
    [30, 2.0422724563012378],
    [99, 1.9842169515864174],
    [400, 1.9659123432294627],
  ])('agrees with SciPy for %i degrees of freedom', (freedom, value) => {
    expect(studentT(freedom)).toBeCloseTo(value, 9)
  })

  it('refuses what is no number of degrees', () => {
    expect(() => studentT(0)).toThrow(RangeError)
    expect(() => studentT(1.5)).toThrow(RangeError)
  })
})

describe('seedSpread', () => {
  it('agrees with SciPy on five seeds', () => {
    const found = seedSpread([0.82, 0.79, 0.845, 0.81, 0.803])
    expect(found.mean).toBeCloseTo(0.8136, 12)
    expect(found.standardDeviation).toBeCloseTo(0.020671236053995384, 12)
    expect(found.interval[0]).toBeCloseTo(0.7879332703933823, 9)
    expect(found.interval[1]).toBeCloseTo(0.8392667296066179, 9)
    expect(found).toMatchObject({ seeds: 5, method: 'student-t' })
  })

  it('stays a share, however few and far apart the seeds are', () => {
    expect(seedSpread([0.5, 0.6]).interval).toEqual([0, 1])
    expect(seedSpread([1, 1, 1])).toMatchObject({ mean: 1, standardDeviation: 0, interval: [1, 1] })
    expect(() => seedSpread([0.5])).toThrow(RangeError)
  })
})
