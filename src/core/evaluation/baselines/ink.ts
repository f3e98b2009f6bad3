import type { Raster } from './rasters.ts'

/** Which side of the middle is drawn. */
export type Ink = 'dark' | 'bright'

/** Ink pixels of a picture relative to their mean, in pixels, row by row from left to right. */
export interface InkPoints {
  readonly rows: Float64Array
  readonly columns: Float64Array
  /** What was taken off. NaN without ink. */
  readonly meanRow: number
  readonly meanColumn: number
  readonly width: number
  /** First point of each row of the picture, and at the end the number of points. */
  readonly rowStart: Int32Array
  /** For each pixel the first point of its row that lies to the right of it (the row's end where none does). */
  readonly after: Int32Array
}

/** Values below are dark. Two-valued drawings do not depend on it. */
const MIDDLE = 128

/**
 * Coordinates of the ink pixels minus their mean, so that a drawing may stand anywhere on its paper.
 * For colour, the mean of the channels decides.
 */
export function inkPoints({ width, height, channels, data }: Raster, ink: Ink): InkPoints {
  const rows: number[] = []
  const columns: number[] = []
  const rowStart = new Int32Array(height + 1)
  const after = new Int32Array(width * height)
  for (let row = 0, pixel = 0; row < height; row++) {
    rowStart[row] = rows.length
    for (let column = 0; column < width; column++, pixel++) {
      if (isDark(data, pixel, channels) === (ink === 'dark')) {
        rows.push(row)
        columns.push(column)
      }
      after[pixel] = rows.length
    }
  }
  rowStart[height] = rows.length
  const meanRow = mean(rows)
  const meanColumn = mean(columns)
  return {
    rows: Float64Array.from(rows, (row) => row - meanRow),
    columns: Float64Array.from(columns, (column) => column - meanColumn),
    meanRow,
    meanColumn,
    width,
    rowStart,
    after,
  }
}

/** Ink is the rarer of dark and bright. */
export function guessInk(rasters: readonly Raster[]): Ink {
  let dark = 0
  let all = 0
  for (const { width, height, channels, data } of rasters) {
    all += width * height
    for (let pixel = 0; pixel < width * height; pixel++) if (isDark(data, pixel, channels)) dark++
  }
  return dark * 2 > all ? 'bright' : 'dark'
}

function isDark(data: Uint8Array, pixel: number, channels: number): boolean {
  let sum = 0
  for (let at = pixel * channels; at < (pixel + 1) * channels; at++) sum += data[at]!
  return sum < MIDDLE * channels
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
