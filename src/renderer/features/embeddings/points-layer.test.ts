import { describe, expect, it } from 'vitest'
import { drawingOrder, pointSide, shares, STATES } from './points-layer.ts'

describe('the layer of points', () => {
  it('draws faint ones first, picked ones over all, hidden ones never', () => {
    const state = Uint8Array.of(STATES.plain, STATES.picked, STATES.faint, STATES.hidden, STATES.plain)
    const none = new Uint8Array(5)
    expect([...drawingOrder({ colour: none, shape: none, state })]).toEqual([2, 0, 4, 1])
  })

  it('reads colours', () => {
    expect(shares('#ff8000')).toEqual([1, 128 / 255, 0])
  })

  it('has smaller points where there are many, larger ones from near', () => {
    expect(pointSide(10_000, 1)).toBeLessThan(pointSide(100, 1))
    expect(pointSide(10_000, 20)).toBeGreaterThan(pointSide(10_000, 1))
  })
})
