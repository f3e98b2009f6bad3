import { describe, expect, it } from 'vitest'
import { distanceDigits, distanceScale } from './distance-scale.ts'

const ways = (...distances: (number | null)[]) => distances.map((distance) => ({ distance }))

describe('distanceScale', () => {
  it('begins at 0 and ends at the largest distance', () => {
    const scale = distanceScale(ways(0.1, 0.2, 0.4, null))
    expect([0, 0.1, 0.2, 0.4].map(scale)).toEqual([0, 0.25, 0.5, 1])
  })

  it('draws no bar where there is no distance, and none to the left of 0', () => {
    const scale = distanceScale(ways(-1e-9, 0.4, null))
    expect([null, -1e-9].map(scale)).toEqual([0, 0])
  })

  it('stands trials without any distance, and with none but 0', () => {
    expect(distanceScale(ways(null, null))(null)).toBe(0)
    expect(distanceScale(ways(0, 0))(0)).toBe(0)
  })
})

describe('distanceDigits', () => {
  it.each([
    [[0.1, 0.4], 3],
    [[0.10012, 0.1002], 6],
    [[0.1, 0.1004], 5],
    [[0.1, 0.1], 3],
    [[0.1, 0.1 + 1e-12], 6],
    [[null, null], 3],
    [[0.2], 3],
  ])('%j needs %d', (distances, digits) => expect(distanceDigits(ways(...distances))).toBe(digits))
})
