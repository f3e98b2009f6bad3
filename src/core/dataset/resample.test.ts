import { describe, expect, it } from 'vitest'
import { resample, resampleCost } from './resample.ts'
import { noise } from './test-support.ts'

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

describe('resample', () => {
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
