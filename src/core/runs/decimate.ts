/** Fewer points for a chart, chosen so that every peak survives. */
import type { Columns, CurveColumn } from './curve.ts'
import { CURVE_COLUMNS } from './curve.ts'

/** Columns whose peaks are kept; the others are smooth. */
const PEAKED: readonly CurveColumn[] = ['loss', 'same', 'different']

/** Rows of `step` (ascending) within from..to: the first, and the one after the last. */
export function rowsWithin(step: Float64Array, from = -Infinity, to = Infinity): { start: number; end: number } {
  const firstAtLeast = (value: number): number => {
    let low = 0
    let high = step.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((step[middle] as number) < value) low = middle + 1
      else high = middle
    }
    return low
  }
  const start = firstAtLeast(from)
  return { start, end: Math.max(start, to === Infinity ? step.length : firstAtLeast(to + 1)) }
}

/**
 * At most `most` of the rows, in order, the first and the last among them: of each stretch those where a column is lowest
 * and highest, and where it begins not to be a number.
 * @param most at least 10
 */
export function decimatedRows(columns: Columns, start: number, end: number, most: number): number[] {
  const length = end - start
  if (length <= most) return Array.from({ length }, (_, i) => start + i)
  // Besides its two ends a stretch gives at most two rows for each column, and one for a gap.
  const each = 2 * PEAKED.length + 1
  const stretches = Math.max(1, Math.floor((most - 2) / each))
  const rows = new Set([start, end - 1])
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = start + Math.floor((stretch * length) / stretches)
    const to = start + Math.floor(((stretch + 1) * length) / stretches)
    for (const name of PEAKED) for (const row of extremes(columns[name], from, to)) rows.add(row)
    const gap = columns.loss.subarray(from, to).findIndex(Number.isNaN)
    if (gap >= 0) rows.add(from + gap)
  }
  return [...rows].sort((a, b) => a - b)
}

function extremes(column: Float64Array, from: number, to: number): number[] {
  let lowest = -1
  let highest = -1
  for (let row = from; row < to; row++) {
    const value = column[row] as number
    if (Number.isNaN(value)) continue
    if (lowest < 0 || value < (column[lowest] as number)) lowest = row
    if (highest < 0 || value > (column[highest] as number)) highest = row
  }
  return [lowest, highest].filter((row) => row >= 0)
}

/** Those rows of every column. */
export function takeRows(columns: Columns, rows: readonly number[]): Columns {
  const taken = CURVE_COLUMNS.map((name) => [name, Float64Array.from(rows, (row) => columns[name][row] as number)])
  return Object.fromEntries(taken) as Columns
}
