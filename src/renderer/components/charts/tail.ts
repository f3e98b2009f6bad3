/** The new ends of lines that grow, drawn onto a chart as it stands: a thousandth of drawing it anew. */
import type { Chart } from 'chart.js'
import type { Dot } from './line-config.ts'
import type { Series } from './series.ts'

/** A line's points. Columns that are the same objects as before have at most grown. */
export type Points = Pick<Series, 'x' | 'y'>

/** What a chart shows of its lines. */
export interface Shown {
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  count: number
}

export const shownOf = (lines: readonly Points[]): Shown[] => lines.map(({ x, y }) => ({ x, y, count: x.length }))

/** Whether they are the lines that are shown, with new points at most. */
export function haveGrown(shown: readonly Shown[], lines: readonly Points[]): boolean {
  return lines.length === shown.length && shown.every(({ x, y }, i) => lines[i]?.x === x && lines[i]?.y === y)
}

/** Whether every new point that has a value lies within the axes. */
export function fits(
  shown: readonly Shown[],
  [left, right]: readonly [number, number],
  [low, high]: readonly [number, number],
): boolean {
  return shown.every(({ x, y, count }) => {
    for (let i = count; i < x.length; i++) {
      if (!(x[i]! >= left && x[i]! <= right)) return false
      if (y[i]! < low || y[i]! > high) return false
    }
    return true
  })
}

/**
 * Draws what the lines have gained, and counts it as shown. False, and nothing drawn, where that needs other axes or is more
 * than a plain line.
 * @param shown in the order of the series, of which the chart draws the first on top
 */
export function drawTail(chart: Chart<'line', Dot[]>, shown: readonly Shown[]): boolean {
  const { x: across, y: up } = chart.scales
  const sets = chart.data.datasets.slice(0, shown.length).toReversed()
  if (!across || !up || sets.length < shown.length) return false
  if (sets.some(({ fill, pointRadius }) => fill || pointRadius)) return false
  if (!fits(shown, [across.min, across.max], [up.min, up.max])) return false
  const { ctx } = chart
  for (let line = shown.length - 1; line >= 0; line--) {
    const each = shown[line]!
    if (each.count === each.x.length) continue
    const { borderColor, borderWidth, borderDash } = sets[line]!
    ctx.save()
    ctx.lineJoin = 'round'
    ctx.strokeStyle = borderColor as string
    ctx.lineWidth = borderWidth as number
    // Where a piece begins decides where its dashes do, so that many short ones still have gaps.
    ctx.setLineDash((borderDash as number[] | undefined) ?? [])
    ctx.lineDashOffset = across.getPixelForValue(each.x[Math.max(0, each.count - 1)]!)
    ctx.beginPath()
    // A point without a value lifts the pen.
    let isDown = false
    for (let i = Math.max(0, each.count - 1); i < each.x.length; i++) {
      const [x, y] = [across.getPixelForValue(each.x[i]!), up.getPixelForValue(each.y[i]!)]
      if (isDown && !Number.isNaN(y)) ctx.lineTo(x, y)
      else ctx.moveTo(x, y)
      isDown = !Number.isNaN(y)
    }
    ctx.stroke()
    ctx.restore()
    each.count = each.x.length
  }
  return true
}
