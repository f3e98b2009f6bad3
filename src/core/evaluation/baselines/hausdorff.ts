/** The modified Hausdorff distance of line drawings, the baseline published with Omniglot. */
import type { Protocol, TrialResult } from '../../../shared/evaluation.ts'
import { picturesOf } from '../trials.ts'
import { guessInk, inkPoints } from './ink.ts'
import type { Ink, InkPoints } from './ink.ts'
import { runPrepared } from './rasters.ts'
import type { ReadRaster, RunOptions } from './rasters.ts'

/** Pictures looked at to tell ink from paper. */
const PICTURES_ASKED = 32

/**
 * Modified Hausdorff distance (Dubuisson and Jain, ICPR 1994): for each point of one set the distance to the nearest of
 * the other, averaged; the larger of the two directions. In pixels, smaller = more alike. NaN for a picture without ink.
 * @param most infinity is good enough for what is farther
 */
export function modifiedHausdorff(a: InkPoints, b: InkPoints, most = Infinity): number {
  const there = meanNearest(a, b, most)
  return there === Infinity ? there : Math.max(there, meanNearest(b, a, most))
}

export interface HausdorffOptions extends RunOptions {
  /** @default the rarer of dark and bright in the first pictures */
  readonly ink?: Ink
}

/** Baseline for line drawings: the support with the smallest modified Hausdorff distance wins. */
export async function hausdorffTrials(
  protocol: Protocol,
  read: ReadRaster,
  { ink, ...options }: HausdorffOptions = {},
): Promise<TrialResult[]> {
  const drawn = ink ?? guessInk(await Promise.all(picturesOf(protocol).slice(0, PICTURES_ASKED).map(read)))
  return runPrepared(
    protocol,
    async (picture) => inkPoints(await read(picture), drawn),
    ({ rows, columns, after }) => rows.byteLength + columns.byteLength + after.byteLength,
    modifiedHausdorff,
    options,
  )
}

/**
 * Mean over `from` of the distance to the nearest point of `to`. Exact: in each row only the points to the left and right
 * can be nearest, and a row is skipped only when it alone is farther than the nearest point so far, which the search
 * takes over from the point before.
 */
function meanNearest(from: InkPoints, to: InkPoints, most: number): number {
  const { rows, columns, after, rowStart, width, meanRow, meanColumn } = to
  const height = rowStart.length - 1
  if (rows.length === 0) return NaN
  // A hair above, so that rounding excludes nothing.
  const limit = most * from.rows.length * (1 + 1e-9)
  let sum = 0
  let nearest = 0
  for (let i = 0; i < from.rows.length; i++) {
    const row = from.rows[i]!
    const column = from.columns[i]!
    let best = (row - rows[nearest]!) ** 2 + (column - columns[nearest]!) ** 2
    // Between the columns `left` and `left + 1` of the other picture, near its row `middle`.
    const left = Math.floor(column + meanColumn)
    const middle = Math.min(height - 1, Math.max(0, Math.round(row + meanRow)))
    for (let step = 1; step >= -1; step -= 2) {
      for (let at = step > 0 ? middle : middle - 1; at >= 0 && at < height; at += step) {
        const down = at - meanRow - row
        if (down * down >= best) {
          // Rounding may have put `middle` on either side of the row itself.
          if (down * step > 0) break
          continue
        }
        const first = rowStart[at]!
        const end = rowStart[at + 1]!
        const next = left < 0 ? first : left >= width ? end : after[at * width + left]!
        for (let j = Math.max(first, next - 1); j < end && j <= next; j++) {
          const across = columns[j]! - column
          const distance = down * down + across * across
          if (distance < best) {
            best = distance
            nearest = j
          }
        }
      }
    }
    sum += Math.sqrt(best)
    if (sum > limit) return Infinity
  }
  return sum / from.rows.length
}
