/**
 * Elastic distortion (Simard, Steinkraus and Platt 2003) on a coarse grid: control points move at random and the pixels
 * between follow bilinearly. A grid of 5 x 5 bends strokes without breaking them.
 */
import type { Rng } from '../../../shared/random.ts'

/** Control points along each side. */
export const POINTS = 5

/** A displacement of all pixels, read row by row, each row in stretches (cells) in which it is linear in x. */
export interface Grid {
  /** First pixel of every cell, and the width. */
  readonly starts: Int32Array
  /** Displacement at the first pixel of every cell in the row last read, pixels. */
  readonly startX: Float64Array
  readonly startY: Float64Array
  /** Its change from pixel to pixel. */
  readonly slopeX: Float64Array
  readonly slopeY: Float64Array
  /** Displacements of the control points, row by row, pixels. */
  readonly pointsX: Float64Array
  readonly pointsY: Float64Array
  /** Moves to a row. */
  readRow(y: number): void
  /** Draws new control points. @param deviation standard deviation, pixels */
  draw(rng: Rng, deviation: number): void
}

/** A grid for pictures of one size, at rest until it is drawn. */
export function createGrid({ height, width }: { readonly height: number; readonly width: number }): Grid {
  const cells = POINTS - 1
  const pitchX = Math.max(1, width - 1) / cells
  const pitchY = Math.max(1, height - 1) / cells
  const starts = Int32Array.from({ length: POINTS }, (_, i) => (i === cells ? width : Math.ceil(i * pitchX)))
  const axis = () => ({
    points: new Float64Array(POINTS * POINTS),
    start: new Float64Array(cells),
    slope: new Float64Array(cells),
  })
  const x = axis()
  const y = axis()

  function read({ points, start, slope }: ReturnType<typeof axis>, row: number, share: number): void {
    let left = between(points, row, share)
    for (let cell = 0; cell < cells; cell++) {
      const right = between(points, row + cell + 1, share)
      const change = (right - left) / pitchX
      slope[cell] = change
      start[cell] = left + change * ((starts[cell] as number) - cell * pitchX)
      left = right
    }
  }

  return {
    starts,
    startX: x.start,
    startY: y.start,
    slopeX: x.slope,
    slopeY: y.slope,
    pointsX: x.points,
    pointsY: y.points,
    readRow(row) {
      const at = row / pitchY
      const cell = Math.min(cells - 1, Math.floor(at))
      read(x, cell * POINTS, at - cell)
      read(y, cell * POINTS, at - cell)
    },
    draw(rng, deviation) {
      for (let i = 0; i < x.points.length; i++) {
        x.points[i] = deviation * rng.normal()
        y.points[i] = deviation * rng.normal()
      }
    },
  }
}

function between(points: Float64Array, index: number, share: number): number {
  const above = points[index] as number
  return above + share * ((points[index + POINTS] as number) - above)
}
