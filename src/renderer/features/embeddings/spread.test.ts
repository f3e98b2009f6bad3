import { describe, expect, it } from 'vitest'
import { Rng } from '../../../shared/random.ts'
import { sideFor, spread } from './spread.ts'
import type { Placed } from './spread.ts'

const size = { width: 400, height: 300 }
const view = { x: 0, y: 0, scale: 1 }
const everyone = { isShown: () => true, most: 1000 }

/** A fixed heap of points around the middle. */
const rng = new Rng('heap')
const points = Float32Array.from({ length: 600 }, (_, i) =>
  i % 2 === 0 ? rng.uniform(-230, 190) : rng.uniform(-140, 170),
)
const order = Uint32Array.from({ length: 300 }, (_, i) => (i * 101) % 300)
const overlap = (a: Placed, b: Placed, side: number) => Math.abs(a.x - b.x) < side && Math.abs(a.y - b.y) < side

describe('room for pictures', () => {
  const { placed, inView, side } = spread(points, order, view, size, everyone)

  it('is given so that none covers another, and nobody is left out who has room', () => {
    expect(placed.length).toBeGreaterThan(20)
    for (const a of placed) for (const b of placed) if (a !== b) expect(overlap(a, b, side)).toBe(false)
    const given = new Set(placed.map(({ point }) => point))
    for (const point of order) {
      const at = { point, x: 200 + points[2 * point]!, y: 150 - points[2 * point + 1]! }
      if (given.has(point) || at.x < 0 || at.y < 0 || at.x > 400 || at.y > 300) continue
      expect(placed.some((other) => overlap(at, other, side))).toBe(true)
    }
    expect(inView).toBeGreaterThan(placed.length)
  })

  it('goes to the first in the order, to those shown only, and ends somewhere', () => {
    expect(placed[0]?.point).toBe(order[0])
    const few = spread(points, order, view, size, { isShown: (point) => point !== order[0], most: 5 })
    expect(few.placed).toHaveLength(5)
    expect(few.placed.map(({ point }) => point)).not.toContain(order[0])
  })

  it('is larger where there are fewer', () => {
    expect([10_000, 100, 3].map((count) => sideFor(count, size))).toEqual([28, 28, 72])
    expect(sideFor(20, size)).toBeGreaterThan(sideFor(60, size))
    expect(sideFor(10_000, size, 48)).toBe(48)
  })
})
