/** Draws a square table of counts. */
import { isInView, placeOf, strength } from './heat-map.ts'
import type { Box, HeatCell, HeatView } from './heat-map.ts'
import { colourOf } from './paint.ts'

/** From one point to another while the pointer is held down, in pixels of the canvas. */
export interface Drag {
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
}

export interface HeatDrawing {
  /** Of rows and columns alike. */
  readonly names: readonly string[]
  readonly hasNames: boolean
  readonly cells: readonly HeatCell[]
  /** Largest value of the table. */
  readonly most: number
  readonly view: HeatView
  /** Where the table lies in the canvas. */
  readonly box: Box
  readonly marked: HeatCell | null
  readonly drag: Drag | null
}

/** Paints all of it on an empty canvas, in the context's own font. */
export function paintHeatMap(context: CanvasRenderingContext2D, drawing: HeatDrawing): void {
  const { cells, most, view, box, marked, drag } = drawing
  const { left, top, width, height } = box
  context.save()
  context.beginPath()
  context.rect(left, top, width, height)
  context.clip()
  paintDiagonal(context, drawing)
  context.fillStyle = colourOf('--data-orange')
  for (const cell of cells) {
    if (!isInView(cell, view)) continue
    const place = placeOf(cell, view, box)
    context.globalAlpha = strength(cell.value, most)
    context.fillRect(place.left, place.top, place.width, place.height)
  }
  context.restore()
  context.strokeStyle = colourOf('--ui-border-accented')
  context.strokeRect(left + 0.5, top + 0.5, width - 1, height - 1)
  paintNames(context, drawing)
  if (marked) {
    const place = placeOf(marked, view, box)
    context.strokeStyle = colourOf('--ui-text-highlighted')
    context.lineWidth = 1.5
    context.strokeRect(place.left - 1, place.top - 1, place.width + 2, place.height + 2)
  }
  if (drag) {
    const [[ax, ay], [bx, by]] = [drag.from, drag.to]
    context.fillStyle = `${colourOf('--data-blue')}33`
    context.fillRect(Math.min(ax, bx), Math.min(ay, by), Math.abs(ax - bx), Math.abs(ay - by))
  }
}

/** Where right answers would be: to find one's way. */
function paintDiagonal(context: CanvasRenderingContext2D, { names, view, box }: HeatDrawing): void {
  const place = (at: number) => placeOf({ row: at, column: at }, view, box)
  const [from, to] = [place(0), place(names.length)]
  context.strokeStyle = colourOf('--ui-border')
  context.beginPath()
  context.moveTo(from.left, from.top)
  context.lineTo(to.left, to.top)
  context.stroke()
}

function paintNames(context: CanvasRenderingContext2D, { names, hasNames, view, box }: HeatDrawing): void {
  if (!hasNames) return
  const { left, top, height } = box
  const { rows, columns } = view
  context.fillStyle = colourOf('--ui-text-muted')
  context.textBaseline = 'middle'
  context.textAlign = 'right'
  for (let row = rows[0]; row < rows[1]; row++) {
    const place = placeOf({ row, column: columns[0] }, view, box)
    context.fillText(clipped(context, names[row] ?? '', left - 26), left - 5, place.top + place.height / 2)
  }
  for (let column = columns[0]; column < columns[1]; column++) {
    const place = placeOf({ row: rows[0], column }, view, box)
    context.save()
    context.translate(place.left + place.width / 2, top + height + 5)
    context.rotate(-Math.PI / 2)
    context.fillText(clipped(context, names[column] ?? '', 86), 0, 0)
    context.restore()
  }
}

function clipped(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text
  let kept = text
  while (kept !== '' && context.measureText(`…${kept}`).width > width) kept = kept.slice(1)
  return `…${kept}`
}
