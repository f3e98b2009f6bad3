import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { covered, coverColour, patchGrid } from './cover.ts'

describe('the grid of patches', () => {
  it('is centred on its cells, and cut off at the edge', () => {
    const patches = patchGrid({ width: 12, height: 8, channels: 1 }, 4, 2)
    expect(patches).toHaveLength(16)
    expect(patches[0]).toEqual({ left: 0, top: 0, width: 5, height: 3 })
    // Cell 1 of 4 begins at 3 and ends at 6; a patch two cells wide has half a cell more on both sides.
    expect(patches[5]).toEqual({ left: 2, top: 1, width: 6, height: 4 })
    expect(patches[15]).toEqual({ left: 8, top: 5, width: 4, height: 3 })
  })

  it('lies inside any picture and leaves no pixel uncovered', () => {
    const side = fc.integer({ min: 1, max: 60 })
    fc.assert(
      fc.property(
        side,
        side,
        fc.integer({ min: 1, max: 14 }),
        fc.integer({ min: 1, max: 3 }),
        (width, height, cells, span) => {
          const seen = new Uint8Array(width * height)
          for (const { left, top, width: wide, height: tall } of patchGrid(
            { width, height, channels: 1 },
            cells,
            span,
          )) {
            expect(left >= 0 && top >= 0 && left + wide <= width && top + tall <= height).toBe(true)
            for (let y = top; y < top + tall; y++) seen.fill(1, y * width + left, y * width + left + wide)
          }
          expect(seen.every((each) => each === 1)).toBe(true)
        },
      ),
      { seed: 1 },
    )
  })
})

describe('the colour of a patch', () => {
  const size = { width: 3, height: 3, channels: 1 }

  it('is that of most of the edge, whatever is drawn inside', () => {
    const paper = Uint8Array.of(255, 255, 255, 255, 0, 255, 255, 9, 255)
    expect(coverColour(paper, size, 'edge')).toEqual([255])
    expect(coverColour(Uint8Array.of(0, 0, 0, 0, 255, 0, 0, 0, 0), size, 'edge')).toEqual([0])
  })

  it('is the mean of each channel', () => {
    const pixels = Uint8Array.of(10, 0, 200, 30, 0, 100)
    expect(coverColour(pixels, { width: 2, height: 1, channels: 3 }, 'mean')).toEqual([20, 0, 150])
  })
})

describe('a covered picture', () => {
  const size = { width: 3, height: 2, channels: 3 }
  const pixels = Uint8Array.from({ length: 18 }, (_, i) => i)

  it('differs in the patch alone, and is another copy', () => {
    const copy = covered(pixels, size, { left: 1, top: 1, width: 2, height: 1 }, [7, 8, 9])
    expect([...(copy ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 7, 8, 9, 7, 8, 9])
    expect(pixels[12]).toBe(12)
  })

  it('is nothing where the patch has that colour already', () => {
    const plain = new Uint8Array(18).fill(5)
    expect(covered(plain, size, { left: 0, top: 0, width: 3, height: 2 }, [5, 5, 5])).toBeUndefined()
  })
})
