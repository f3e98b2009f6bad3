/** The modified Hausdorff distance of line drawings, the baseline published with Omniglot. */
import type { Protocol, TrialResult } from '../../shared/evaluation.ts'
import { picturesOf } from './trials.ts'
import { runPrepared } from './rasters.ts'
import type { Raster, ReadRaster } from './rasters.ts'

/** Which side of the middle is drawn. */
export type Ink = 'dark' | 'bright'

/** Ink pixels relative to their mean, in pixels, rows ascending. */
export interface InkPoints {
  readonly rows: Float64Array
  readonly columns: Float64Array
}

/** Pictures looked at to tell ink from paper. */
const PICTURES_ASKED = 32

/** Values below are dark. Two-valued drawings do not depend on it. */
const MIDDLE = 128

/**
 * Coordinates of the ink pixels minus their mean, so that a drawing may stand anywhere on its paper.
 * For colour, the mean of the channels decides.
 */
export function inkPoints({ width, height, channels, data }: Raster, ink: Ink): InkPoints {
  const rows: number[] = []
  const columns: number[] = []
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      let sum = 0
      for (let channel = 0; channel < channels; channel++) sum += data[at++]!
      if (sum < MIDDLE * channels === (ink === 'dark')) {
        rows.push(row)
        columns.push(column)
      }
    }
  }
  return { rows: centred(rows), columns: centred(columns) }
}

/** Ink is the rarer of dark and bright. */
export function guessInk(rasters: readonly Raster[]): Ink {
  let dark = 0
  let all = 0
  for (const { channels, data } of rasters) {
    all += data.length / channels
    for (let at = 0; at < data.length; at += channels) {
      let sum = 0
      for (let channel = 0; channel < channels; channel++) sum += data[at + channel]!
      if (sum < MIDDLE * channels) dark++
    }
  }
  return dark * 2 > all ? 'bright' : 'dark'
}

/**
 * Modified Hausdorff distance (Dubuisson and Jain, ICPR 1994): for each point of one set the distance to the nearest of
 * the other, averaged; the larger of the two directions. In pixels, smaller = more alike. NaN for a picture without ink.
 */
export function modifiedHausdorff(a: InkPoints, b: InkPoints): number {
  return Math.max(meanNearest(a, b), meanNearest(b, a))
}

/**
 * Baseline for line drawings: the support with the smallest modified Hausdorff distance wins.
 *
 * @param ink @default the rarer of dark and bright in the first pictures
 */
export async function hausdorffTrials(protocol: Protocol, read: ReadRaster, ink?: Ink): Promise<TrialResult[]> {
  const drawn = ink ?? guessInk(await Promise.all(picturesOf(protocol).slice(0, PICTURES_ASKED).map(read)))
  return runPrepared(
    protocol,
    async (picture) => inkPoints(await read(picture), drawn),
    ({ rows, columns }) => rows.byteLength + columns.byteLength,
    modifiedHausdorff,
  )
}

function centred(values: readonly number[]): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Float64Array.from(values, (value) => value - mean)
}

/**
 * Mean over `from` of the distance to the nearest point of `to`. Exact: a row is skipped only when it alone is farther
 * than the nearest point so far, and the search starts beside the neighbour that the point before had.
 */
function meanNearest(from: InkPoints, to: InkPoints): number {
  const { rows, columns } = to
  const count = rows.length
  if (count === 0) return NaN
  let sum = 0
  let nearest = 0
  for (let i = 0; i < from.rows.length; i++) {
    const row = from.rows[i]!
    const column = from.columns[i]!
    const start = nearest
    let best = (row - rows[start]!) ** 2 + (column - columns[start]!) ** 2
    for (let j = start + 1; j < count; j++) {
      const down = rows[j]! - row
      const squared = down * down
      if (squared >= best) {
        if (down > 0) break
        continue
      }
      const across = columns[j]! - column
      const distance = squared + across * across
      if (distance < best) {
        best = distance
        nearest = j
      }
    }
    for (let j = start - 1; j >= 0; j--) {
      const down = rows[j]! - row
      const squared = down * down
      if (squared >= best) {
        if (down < 0) break
        continue
      }
      const across = columns[j]! - column
      const distance = squared + across * across
      if (distance < best) {
        best = distance
        nearest = j
      }
    }
    sum += Math.sqrt(best)
  }
  return sum / from.rows.length
}
