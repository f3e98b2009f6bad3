import { describe, expect, it } from 'vitest'
import { between, fitView, panBy, toMap, toScreen, viewWith, zoomAt } from './map-view.ts'

const size = { width: 400, height: 300 }
const points = [-2, 0, 4, 1, 1, 5]

describe('the view of a map', () => {
  const whole = fitView(points, size)

  it('holds every point, with one scale for both axes', () => {
    for (let i = 0; i < points.length; i += 2) {
      const { x, y } = toScreen(whole, size, { x: points[i]!, y: points[i + 1]! })
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x).toBeLessThanOrEqual(400)
      expect(y).toBeGreaterThanOrEqual(0)
      expect(y).toBeLessThanOrEqual(300)
    }
    expect(Number.isFinite(fitView([3, 3, 3, 3], size).scale)).toBe(true)
    expect(fitView([], size)).toEqual({ x: 0, y: 0, scale: 1 })
  })

  it('has y upwards, and goes there and back', () => {
    expect(toScreen(whole, size, { x: 0, y: 5 }).y).toBeLessThan(toScreen(whole, size, { x: 0, y: 0 }).y)
    const place = toMap(whole, size, toScreen(whole, size, { x: 1.5, y: 2.5 }))
    expect([place.x, place.y]).toEqual([expect.closeTo(1.5, 9), expect.closeTo(2.5, 9)])
  })

  it('keeps what is under the pointer while it zooms, and its limits', () => {
    const pointer = { x: 310, y: 44 }
    const before = toMap(whole, size, pointer)
    const nearer = zoomAt(whole, size, pointer, 3, whole)
    expect(nearer.scale).toBeCloseTo(whole.scale * 3, 9)
    const after = toMap(nearer, size, pointer)
    expect([after.x, after.y]).toEqual([expect.closeTo(before.x, 9), expect.closeTo(before.y, 9)])
    expect(zoomAt(whole, size, pointer, 1e9, whole).scale).toBeLessThan(whole.scale * 1e4)
    expect(zoomAt(whole, size, pointer, 1e-9, whole).scale).toBeGreaterThan(whole.scale / 10)
  })

  it('follows the pointer while it is dragged', () => {
    const at = toScreen(whole, size, { x: 1, y: 1 })
    const moved = toScreen(panBy(whole, 12, -7), size, { x: 1, y: 1 })
    expect([moved.x - at.x, moved.y - at.y]).toEqual([expect.closeTo(12, 9), expect.closeTo(-7, 9)])
  })

  it('goes to a place that is out of it only', () => {
    expect(viewWith(whole, size, { x: 1, y: 2 })).toBe(whole)
    expect(viewWith(whole, size, { x: 40, y: 2 })).toEqual({ ...whole, x: 40, y: 2 })
  })

  it('has views on the way', () => {
    const to = { x: 3, y: 3, scale: whole.scale * 4 }
    expect(between(whole, to, 0)).toEqual(whole)
    expect(between(whole, to, 1).scale).toBeCloseTo(to.scale, 9)
    expect(between(whole, to, 0.5).scale).toBeCloseTo(whole.scale * 2, 9)
  })
})
