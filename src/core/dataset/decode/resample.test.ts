import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildWasm } from '../../../../tools/build-wasm.ts'
import { resample, resampleCost } from './resample.ts'
import { noise } from '../test-support.ts'

const ramp = (width: number, height: number, channels: number) => ({
  width,
  height,
  channels,
  data: Uint8Array.from({ length: width * height * channels }, (_, i) => (i * 53) % 256),
})

const PILLOW_7X5_TO_3X4 = [66, 144, 76, 146, 100, 149, 123, 166, 124, 96, 122, 122]
const PILLOW_3X2_TO_5X4 = [
  0, 39, 134, 38, 121, 45, 165, 218, 0, 121, 169, 93, 51, 105, 200, 53, 25, 105, 94, 107, 75, 151, 204, 60, 96, 155,
  123, 40, 91, 171, 175, 8, 68, 167, 88, 116, 132, 185, 179, 63, 136, 164, 26, 72, 134, 255, 0, 39, 223, 74, 146, 118,
  171, 255, 38, 122, 194, 15, 58, 105,
]

/** One axis in plain floating point: [outer, from, inner] to [outer, to, inner]. */
function plain(data: ArrayLike<number>, outer: number, from: number, inner: number, to: number): number[] {
  const stretch = Math.max(1, from / to)
  const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))
  const kernel = (x: number) => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0)
  const out: number[] = []
  for (let o = 0; o < outer; o++) {
    for (let t = 0; t < to; t++) {
      const weights = Array.from({ length: from }, (_, s) => kernel((s + 0.5 - ((t + 0.5) * from) / to) / stretch))
      const sum = weights.reduce((a, b) => a + b)
      for (let i = 0; i < inner; i++) {
        const value = weights.reduce((total, weight, s) => total + weight * data[(o * from + s) * inner + i]!, 0) / sum
        out.push(Math.min(255, Math.max(0, Math.round(value))))
      }
    }
  }
  return out
}

describe('resample', () => {
  it('agrees with the plain formula for any size', () => {
    const side = fc.integer({ min: 1, max: 40 })
    const shapes = fc.record({
      w: side,
      h: side,
      width: side,
      height: side,
      channels: fc.constantFrom(1, 3),
      seed: fc.nat(99),
    })
    fc.assert(
      fc.property(shapes, ({ w, h, width, height, channels, seed }) => {
        const data = noise(seed, w, h, channels)
        const result = resample({ width: w, height: h, channels, data }, width, height)
        expect(result).toMatchObject({ width, height, channels })
        const wide = w === width ? data : plain(data, h, w, channels, width)
        const expected = h === height ? wide : plain(wide, 1, h, width * channels, height)
        expect(result.data).toHaveLength(expected.length)
        // Fixed point may round a half the other way, and the second axis carries that on.
        for (let i = 0; i < expected.length; i++)
          expect(Math.abs(result.data[i]! - expected[i]!)).toBeLessThanOrEqual(2)
      }),
      { seed: 8, numRuns: 150 },
    )
  })

  it('is built from resample.wat', async () => {
    const built = readFileSync(join(import.meta.dirname, 'generated/resample-wasm.ts'), 'utf8')
    expect(built).toBe(await buildWasm(join(import.meta.dirname, 'resample.wat')))
  })

  it('gives the bytes that Pillow 13 gives (resize with LANCZOS)', () => {
    expect([...resample(ramp(7, 5, 1), 3, 4).data]).toEqual(PILLOW_7X5_TO_3X4)
    expect([...resample(ramp(3, 2, 3), 5, 4).data]).toEqual(PILLOW_3X2_TO_5X4)
  })

  it('keeps an even picture even', () => {
    for (const [width, height] of [
      [1, 1],
      [3, 50],
      [105, 35],
      [200, 7],
    ] as const) {
      const even = { width: 105, height: 105, channels: 3, data: new Uint8Array(105 * 105 * 3).fill(77) }
      expect(new Set(resample(even, width, height).data)).toEqual(new Set([77]))
    }
  })

  it('keeps the mean when shrinking: every source pixel counts', () => {
    const data = noise(4, 96, 96, 1)
    const mean = (values: Uint8Array) => values.reduce((sum, value) => sum + value, 0) / values.length
    const small = resample({ width: 96, height: 96, channels: 1, data }, 8, 8)
    expect(Math.abs(mean(small.data) - mean(data))).toBeLessThan(1.5)
  })

  it('costs nothing when the size is right', () => {
    const picture = ramp(6, 4, 3)
    expect(resample(picture, 6, 4)).toBe(picture)
    expect(resampleCost(picture, 6, 4)).toBe(0)
  })
})
