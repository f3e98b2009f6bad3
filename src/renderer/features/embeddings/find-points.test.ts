import { describe, expect, it } from 'vitest'
import { isInside, nearestPoint, nextPoint, pointsInside } from './find-points.ts'

// 0 in the middle, 1 right, 2 above, 3 left and a little up, 4 far right and a little up.
const points = [0, 0, 1, 0, 0, 1, -1, 0.2, 3, 0.1]

describe('finding points', () => {
  it('under the pointer: the nearest within reach that is shown', () => {
    expect(nearestPoint(points, { x: 0.9, y: 0.1 }, 0.5)).toBe(1)
    expect(nearestPoint(points, { x: 0.9, y: 0.1 }, 0.05)).toBeUndefined()
    expect(nearestPoint(points, { x: 0.9, y: 0.1 }, 2, (point) => point !== 1)).toBe(0)
  })

  it('in a lasso, hollows left out', () => {
    const cup = [
      { x: -2, y: -1 },
      { x: 2, y: -1 },
      { x: 2, y: 2 },
      { x: 0.5, y: 2 },
      { x: 0.5, y: 0.5 },
      { x: -0.5, y: 0.5 },
      { x: -0.5, y: 2 },
      { x: -2, y: 2 },
    ]
    expect(isInside(cup, { x: 0, y: 1 })).toBe(false)
    expect(pointsInside(points, cup)).toEqual([0, 1, 3])
    expect(pointsInside(points, cup, (point) => point !== 0)).toEqual([1, 3])
    expect(pointsInside(points, cup.slice(0, 2))).toEqual([])
  })

  it('in a direction, to the edge', () => {
    expect(nextPoint(points, 0, 'ArrowRight')).toBe(1)
    expect(nextPoint(points, 1, 'ArrowRight')).toBe(4)
    expect(nextPoint(points, 4, 'ArrowRight')).toBeUndefined()
    expect(nextPoint(points, 0, 'ArrowUp')).toBe(2)
    expect(nextPoint(points, 0, 'ArrowLeft')).toBe(3)
    expect(nextPoint(points, 0, 'ArrowDown')).toBeUndefined()
    expect(nextPoint(points, 0, 'ArrowRight', (point) => point !== 1)).toBe(4)
  })
})
