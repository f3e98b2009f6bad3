import { describe, expect, it } from 'vitest'
import { axisEnd, curveOf, emptyCurve, extend, grown } from './curve.ts'

const point = (step: number, loss: number | null = step / 10) => ({
  step,
  loss,
  smoothedLoss: loss,
  rate: 0.1,
  same: null,
  different: 1,
})
const validation = (step: number) => ({
  step,
  accuracy: 0.5,
  interval: [0.4, 0.6] as [number, number],
  chance: 0.05,
  way: 20,
  shot: 1,
  trials: 100,
  best: true,
})

describe('the growing curve', () => {
  it('adds what is new and nothing twice', () => {
    const curve = emptyCurve()
    extend(curve, [point(1), point(2, null)], [])
    extend(curve, [point(2), point(3)], [validation(3)])
    extend(curve, [point(4)], [validation(3)])
    expect(curve.step).toEqual([1, 2, 3, 4])
    expect(curve.loss).toEqual([0.1, NaN, 0.3, 0.4])
    expect(curve.same).toEqual([NaN, NaN, NaN, NaN])
    expect(curve.validations.map(({ step }) => step)).toEqual([3])
  })

  it('goes on from what the disk holds', () => {
    const column = (...values: number[]) => Float64Array.from(values)
    const names = ['loss', 'smoothedLoss', 'rate', 'same', 'different'] as const
    const columns = Object.fromEntries(names.map((name) => [name, column(1, 2)])) as Record<
      (typeof names)[number],
      Float64Array<ArrayBuffer>
    >
    const curve = curveOf({ total: 2, step: column(1, 5), ...columns, validations: [validation(5)] })
    extend(curve, [point(5), point(6)], [])
    expect(curve.step).toEqual([1, 5, 6])
    expect(curve.loss).toEqual([1, 2, 0.6])
  })

  it('is seen to have grown, without being copied', () => {
    const curve = emptyCurve()
    const next = grown(curve)
    extend(next, [point(1)], [])
    expect(next).not.toBe(curve)
    expect(next.step).toBe(curve.step)
  })
})

describe('the end of the axis of steps', () => {
  it('is a round number ahead that seldom changes', () => {
    expect([0, 19, 20, 515, 549, 550, 5000].map((step) => axisEnd(step, null))).toEqual([
      20, 20, 40, 550, 550, 600, 5500,
    ])
    const ends = new Set(Array.from({ length: 1000 }, (_, i) => axisEnd(1000 + i, null)))
    expect(ends.size).toBeLessThanOrEqual(10)
  })

  it('is not beyond the last step there will be', () => {
    expect(axisEnd(515, 530)).toBe(530)
    expect(axisEnd(515, 515)).toBe(515)
    // Where the budget is time, the total is a guess.
    expect(axisEnd(515, 500)).toBe(515)
  })
})
