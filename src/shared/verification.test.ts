import { describe, expect, it } from 'vitest'
import figures from '../../tests/fixtures/statistics/figures.json' with { type: 'json' }
import { Rng } from './random.ts'
import {
  areaUnderCurve,
  equalErrorOf,
  equalErrorRate,
  lowestFalseAccept,
  operatingPoint,
  pairDistances,
  rocPoints,
  thinnedRoc,
  thinRoc,
  thresholdAt,
} from './verification.ts'

describe.each(figures.verification)('verification beside scikit-learn', (expected) => {
  const distances = pairDistances(expected.genuine, expected.impostor)
  const points = rocPoints(distances)

  it('has the same curve', () => {
    expect(points.map(({ falseAccept }) => falseAccept)).toEqual(expected.falseAccept)
    expect(points.map(({ trueAccept }) => trueAccept)).toEqual(expected.trueAccept)
    expect(points.slice(1).map(({ threshold }) => threshold)).toEqual(expected.thresholds)
  })

  it('has the same area and equal error rate', () => {
    expect(areaUnderCurve(distances)).toBeCloseTo(expected.auc, 12)
    expect(equalErrorRate(points).rate).toBeCloseTo(expected.eer, 12)
  })

  it.each(Object.entries(expected.trueAcceptAt))(
    'accepts the same share at a false accept rate of %s',
    (rate, share) => {
      const threshold = thresholdAt(distances, Number(rate))
      const point = operatingPoint(distances, threshold)
      expect(point.trueAccept).toBe(share)
      expect(point.falseAccept).toBeLessThanOrEqual(Number(rate))
    },
  )

  it('is the same without making its points', () => {
    expect(equalErrorOf(distances)).toEqual(equalErrorRate(points))
    expect(thinnedRoc(distances, 1e9)).toEqual(points)
    for (const limit of [8, 20, 50]) expect(thinnedRoc(distances, limit)).toEqual(thinRoc(points, limit))
  })

  it('keeps the ends and the shape when thinned', () => {
    const thin = thinRoc(points, 20)
    expect(thin.length).toBeLessThanOrEqual(21)
    expect(thin[0]).toBe(points[0])
    expect(thin.at(-1)).toBe(points.at(-1))
    expect(points).toEqual(expect.arrayContaining(thin))
  })
})

describe('the edges of verification', () => {
  it('separates what is apart, and treats equal distances as a coin', () => {
    const apart = pairDistances([0.1, 0.2], [0.8, 0.9])
    expect(areaUnderCurve(apart)).toBe(1)
    expect(equalErrorRate(rocPoints(apart)).rate).toBe(0)
    const equal = pairDistances([0.5, 0.5], [0.5, 0.5])
    expect(areaUnderCurve(equal)).toBe(0.5)
    expect(thresholdAt(equal, 0.01)).toBe(-Infinity)
    expect(operatingPoint(equal, -Infinity)).toMatchObject({ falseAccept: 0, trueAccept: 0 })
  })

  it('leaves out what is no number, and refuses an empty side', () => {
    expect(pairDistances([NaN, 0.3, 0.1], [1]).genuine).toEqual(Float64Array.of(0.1, 0.3))
    expect(() => pairDistances([NaN], [1])).toThrow(/genuine/)
    expect(() => pairDistances([1], [])).toThrow(/impostor/)
  })

  it('vouches for no rate below three in the number of impostors', () => {
    expect(lowestFalseAccept(3000)).toBe(0.001)
    expect(lowestFalseAccept(2)).toBe(1)
  })
})

describe('a curve of many points', () => {
  it('is thinned on the way as it would be afterwards', () => {
    const rng = new Rng('pairs')
    const draw = (count: number, centre: number) => Array.from({ length: count }, () => centre + rng.normal() / 4)
    const distances = pairDistances(draw(3000, 0.4), draw(20_000, 1))
    const points = rocPoints(distances)
    expect(thinnedRoc(distances, 400)).toEqual(thinRoc(points, 400))
    expect(equalErrorOf(distances)).toEqual(equalErrorRate(points))
  })
})
