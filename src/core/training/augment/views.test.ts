import { describe, expect, it } from 'vitest'
import { averageCodes, renderView, viewsOf } from './views.ts'

describe('views', () => {
  it('begins with the picture itself, two turns and two sizes', () => {
    expect(viewsOf(5)).toEqual([
      { rotation: 0, scale: 1 },
      { rotation: 0.12, scale: 1 },
      { rotation: -0.12, scale: 1 },
      { rotation: 0, scale: 0.9 },
      { rotation: 0, scale: 1.1 },
    ])
    expect(new Set(viewsOf(32).map((view) => JSON.stringify(view))).size).toBe(32)
  })

  it('renders the first view unchanged and a larger one larger', () => {
    const images = new Float32Array(81)
    for (let y = 3; y < 6; y++) images.fill(1, y * 9 + 3, y * 9 + 6)
    const out = new Float32Array(81)
    const size = { height: 9, width: 9, channels: 1 }
    renderView(images, 1, size, { rotation: 0, scale: 1 }, 'zero', out)
    expect(out).toEqual(images)
    renderView(images, 1, size, { rotation: 0, scale: 2 }, 'zero', out)
    const ink = out.reduce((sum, value) => sum + value, 0)
    expect(ink).toBeGreaterThan(4 * 9 * 0.9)
    expect(ink).toBeLessThan(4 * 9 * 1.1)
  })

  it('averages codes, of unit length where angles are compared', () => {
    const codes = [Float32Array.of(3, 4, 1, 0), Float32Array.of(0, 2, 0, 5)]
    expect([...averageCodes(codes, 2, false)]).toEqual([1.5, 3, 0.5, 2.5])
    const mean = averageCodes(codes, 2, true)
    ;[0.3, 0.9, 0.5, 0.5].forEach((value, i) => expect(mean[i]).toBeCloseTo(value, 6))
  })
})
