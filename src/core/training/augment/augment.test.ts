import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Rng } from '../../../shared/random.ts'
import type { AugmentSpec } from '../../../shared/recipe.ts'
import { NO_AUGMENT } from '../recipes/defaults.ts'
import { augmentBatch, prepareBatch, type PixelBatch } from './augment.ts'
import { createGrid, type Grid } from './elastic.ts'
import { createPlane, fillMargin, loadFloats, resample, type Affine, type PictureSize } from './resample.ts'

function randomBatch(count: number, height: number, width: number, channels: number, seed = 1): PixelBatch {
  const rng = new Rng(seed)
  const pixels = Uint8Array.from({ length: count * height * width * channels }, () => rng.int(256))
  return { pixels, count, height, width, channels }
}

function augmented(
  batch: PixelBatch,
  changes: Partial<AugmentSpec>,
  more: { invert?: boolean; seed?: number; step?: number; rotations?: Uint8Array } = {},
) {
  const out = new Float32Array(batch.pixels.length)
  augmentBatch(batch, { spec: { ...NO_AUGMENT, ...changes }, invert: false, seed: 1, step: 0, ...more }, out)
  return out
}

const STRONG: Partial<AugmentSpec> = {
  rotation: 0.4,
  scale: 0.3,
  shear: 0.4,
  shift: 0.2,
  elastic: 0.06,
  flip: 0.5,
  colour: 0.3,
  erase: 0.5,
}

describe('augmentBatch', () => {
  it.each([true, false])('leaves pictures alone when nothing is asked for (invert %s)', (invert) => {
    const batch = randomBatch(3, 7, 9, 3)
    const plain = new Float32Array(batch.pixels.length)
    prepareBatch(batch, invert, plain)
    augmented(batch, {}, { invert }).forEach((value, i) => expect(value).toBeCloseTo(plain[i] as number, 6))
  })

  it('stays within 0..1 and depends on seed and step only', () => {
    const batch = randomBatch(4, 12, 12, 3)
    const first = augmented(batch, STRONG, { step: 5 })
    expect(first.every((value) => value >= 0 && value <= 1)).toBe(true)
    expect(augmented(batch, STRONG, { step: 5 })).toEqual(first)
    expect(augmented(batch, STRONG, { step: 6 })).not.toEqual(first)
    expect(augmented(batch, STRONG, { step: 5, seed: 2 })).not.toEqual(first)
  })

  it('turns by quarters, counter-clockwise, exactly', () => {
    const batch = randomBatch(4, 5, 5, 2)
    const turned = augmented(batch, {}, { rotations: Uint8Array.of(0, 1, 2, 3) })
    const at = (values: ArrayLike<number>, i: number, y: number, x: number, c: number) =>
      values[((i * 5 + y) * 5 + x) * 2 + c]
    for (let i = 0; i < 4; i++)
      for (let y = 0; y < 5; y++)
        for (let x = 0; x < 5; x++) {
          let [sy, sx] = [y, x]
          // Counter-clockwise: the top row was the right column.
          for (let turn = 0; turn < i; turn++) [sy, sx] = [sx, 4 - sy]
          expect(at(turned, i, y, x, 1)).toBeCloseTo((at(batch.pixels, i, sy, sx, 1) as number) / 255, 6)
        }
  })

  it('mirrors left and right', () => {
    const batch = randomBatch(1, 3, 4, 1)
    const mirrored = augmented(batch, { flip: 1 })
    for (let y = 0; y < 3; y++)
      for (let x = 0; x < 4; x++)
        expect(mirrored[y * 4 + x]).toBeCloseTo((batch.pixels[y * 4 + 3 - x] as number) / 255, 6)
  })

  it('puts paper outside of drawings and the edge outside of photographs', () => {
    const pixels = new Uint8Array(100).fill(100)
    const batch = { pixels, count: 1, height: 10, width: 10, channels: 1 }
    const spec = { shift: 0.5, scale: 0.5, rotation: 3 }
    for (const value of augmented(batch, spec)) expect(value).toBeCloseTo(100 / 255, 6)
    expect(Math.min(...augmented(batch, spec, { invert: true }))).toBe(0)
  })

  it('applies the affine change with its probability only', () => {
    const batch = randomBatch(400, 4, 4, 1)
    const out = augmented(batch, { shift: 0.5, probability: 0.25 })
    const same = Array.from({ length: 400 }, (_, i) => i).filter(
      (i) => Math.abs((out[i * 16 + 5] as number) - (batch.pixels[i * 16 + 5] as number) / 255) < 1e-6,
    )
    expect(same.length).toBeGreaterThan(250)
    expect(same.length).toBeLessThan(350)
  })

  it('erases a rectangle', () => {
    const batch = { pixels: new Uint8Array(400), count: 1, height: 20, width: 20, channels: 1 }
    const erased = augmented(batch, { erase: 1 }).filter((value) => value === 0.5).length
    expect(erased).toBeGreaterThan(3)
    expect(erased).toBeLessThan(130)
  })
})

/** Value at real coordinates, neighbours outside being 0 or the nearest edge. */
function reference(
  image: Float32Array,
  { height, width, channels }: PictureSize,
  x: number,
  y: number,
  c: number,
  edge: boolean,
) {
  const at = (px: number, py: number) => {
    if (edge) [px, py] = [Math.min(width - 1, Math.max(0, px)), Math.min(height - 1, Math.max(0, py))]
    if (px < 0 || py < 0 || px >= width || py >= height) return 0
    return image[(py * width + px) * channels + c] as number
  }
  const [x0, y0] = [Math.floor(x), Math.floor(y)]
  const [fx, fy] = [x - x0, y - y0]
  return (
    (1 - fy) * ((1 - fx) * at(x0, y0) + fx * at(x0 + 1, y0)) +
    fy * ((1 - fx) * at(x0, y0 + 1) + fx * at(x0 + 1, y0 + 1))
  )
}

/** Displacement of a pixel: bilinear between the 5 x 5 control points that span the picture. */
function bend(points: Grid['pointsX'], { height, width }: PictureSize, x: number, y: number): number {
  const plane = Float32Array.from(points)
  const at = { height: 5, width: 5, channels: 1 }
  return reference(plane, at, (4 * x) / (width - 1), (4 * y) / (height - 1), 0, true)
}

describe('resample', () => {
  it('is bilinear interpolation for any affine map, with either outside', () => {
    const number = fc.double({ min: -2, max: 2, noNaN: true })
    const arbitrary = fc.record({ a: number, b: number, c: number, d: number, tx: number, ty: number })
    const size = { height: 6, width: 5, channels: 2 }
    fc.assert(
      fc.property(arbitrary, fc.boolean(), fc.boolean(), fc.integer(), (map: Affine, edge, bent, seed) => {
        const rng = new Rng(seed)
        const image = Float32Array.from({ length: 60 }, () => rng.next())
        const plane = createPlane(size)
        loadFloats(plane, image, 0, size)
        fillMargin(plane, size, edge ? 'edge' : 'zero')
        const grid = createGrid(size)
        grid.draw(rng, 1)
        const out = new Float32Array(60)
        resample(plane, size, map, bent ? grid : null, out, 0)
        for (let y = 0; y < 6; y++)
          for (let x = 0; x < 5; x++) {
            const u = x - 2 + (bent ? bend(grid.pointsX, size, x, y) : 0)
            const v = y - 2.5 + (bent ? bend(grid.pointsY, size, x, y) : 0)
            const [sx, sy] = [map.a * u + map.b * v + map.tx + 2, map.c * u + map.d * v + map.ty + 2.5]
            for (let c = 0; c < 2; c++)
              expect(out[(y * 5 + x) * 2 + c]).toBeCloseTo(reference(image, size, sx, sy, c, edge), 4)
          }
      }),
      { seed: 7, numRuns: 60 },
    )
  })
})
