import { describe, expect, it } from 'vitest'
import { nearestDot, stepTo } from './hover.ts'

const dots = (...xs: number[]) => xs.map((x) => ({ x, y: 1 }))

describe('looking at points of a chart', () => {
  it('finds the nearest that has a value', () => {
    expect(nearestDot(dots(1, 5, 9), 6)).toBe(1)
    expect(
      nearestDot(
        [
          { x: 1, y: 2 },
          { x: 5, y: NaN },
        ],
        6,
      ),
    ).toBe(0)
    expect(nearestDot([], 6)).toBe(-1)
  })

  it('steps by keys from dot to dot of any line, and to the ends', () => {
    const lines = [dots(1, 3), dots(2)]
    expect(stepTo(lines, 1, 'ArrowRight')).toBe(2)
    expect(stepTo(lines, 3, 'ArrowRight')).toBe(3)
    expect(stepTo(lines, 3, 'ArrowLeft')).toBe(2)
    expect(stepTo(lines, undefined, 'ArrowLeft')).toBe(3)
    expect(stepTo(lines, 3, 'Home')).toBe(1)
    expect(stepTo([[]], 3, 'End')).toBeUndefined()
  })
})
