/** A square table of counts as a picture: which cells are in view, where they lie, and how strong their colour is. */
import type { Range } from './line-config.ts'

export interface HeatCell {
  readonly row: number
  readonly column: number
  /** Above 0. */
  readonly value: number
}

/** Part of the table that is looked at, in whole rows and columns: from, and up to but not including. */
export interface HeatView {
  readonly rows: Range
  readonly columns: Range
}

export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Strength of the colour of the rarest cell there is: it must still be seen. */
const FAINTEST = 0.3
/** A cell of a large table is drawn at least this large, in pixels. */
const SMALLEST = 2

/** Names are written beside so many rows or columns. */
export const MOST_NAMES = 40
/** Pixels that a name needs: lower rows would write theirs over each other. */
const NAME_HEIGHT = 10
/** Room beside the table for names, and for the axes' words alone, in pixels. */
const NAMES = { left: 120, below: 110 }
const NO_NAMES = { left: 22, below: 22 }

/** Where the table lies in a canvas, and whether there is room for names beside it. */
export function boxOf(
  canvas: { readonly width: number; readonly height: number },
  { rows, columns }: HeatView,
): { readonly box: Box; readonly hasNames: boolean } {
  const sideBeside = ({ left, below }: typeof NAMES) =>
    Math.max(40, Math.min(canvas.width - left - 8, canvas.height - below - 6))
  const count = Math.max(rows[1] - rows[0], columns[1] - columns[0])
  const hasNames = count <= MOST_NAMES && sideBeside(NAMES) / count >= NAME_HEIGHT
  const room = hasNames ? NAMES : NO_NAMES
  const side = sideBeside(room)
  return { box: { left: room.left, top: 4, width: side, height: side }, hasNames }
}

/** Strength of a cell's colour, 0..1. @param most largest value of the table */
export function strength(value: number, most: number): number {
  if (value <= 0) return 0
  return most <= 1
    ? 1
    : FAINTEST + ((1 - FAINTEST) * (value - Math.min(1, value))) / Math.max(1e-9, most - Math.min(1, value))
}

/** Where a cell lies in a box of pixels; outside of it when it is not in view. */
export function placeOf({ row, column }: Pick<HeatCell, 'row' | 'column'>, view: HeatView, box: Box): Box {
  const wide = box.width / (view.columns[1] - view.columns[0])
  const high = box.height / (view.rows[1] - view.rows[0])
  const width = Math.max(SMALLEST, wide)
  const height = Math.max(SMALLEST, high)
  return {
    left: box.left + (column - view.columns[0]) * wide - (width - wide) / 2,
    top: box.top + (row - view.rows[0]) * high - (height - high) / 2,
    width,
    height,
  }
}

export function isInView({ row, column }: Pick<HeatCell, 'row' | 'column'>, { rows, columns }: HeatView): boolean {
  return row >= rows[0] && row < rows[1] && column >= columns[0] && column < columns[1]
}

/** Row and column under a point of the box; null outside. */
export function under(x: number, y: number, view: HeatView, box: Box): { row: number; column: number } | null {
  const across = (x - box.left) / box.width
  const down = (y - box.top) / box.height
  if (!(across >= 0 && across < 1 && down >= 0 && down < 1)) return null
  return {
    row: Math.floor(view.rows[0] + down * (view.rows[1] - view.rows[0])),
    column: Math.floor(view.columns[0] + across * (view.columns[1] - view.columns[0])),
  }
}

/** The filled cell at a point, or the nearest one within some pixels: cells of a large table are smaller than a hand is steady. */
export function cellNear(
  cells: readonly HeatCell[],
  [x, y]: readonly [number, number],
  view: HeatView,
  box: Box,
  within = 6,
): HeatCell | null {
  let nearest: HeatCell | null = null
  let distance = within
  for (const cell of cells) {
    if (!isInView(cell, view)) continue
    const { left, top, width, height } = placeOf(cell, view, box)
    const away = Math.hypot(Math.max(left - x, 0, x - left - width), Math.max(top - y, 0, y - top - height))
    if (away < distance || (away === 0 && nearest === null)) {
      nearest = cell
      distance = away
    }
  }
  return nearest
}

/** The part between two corners, each row and column that is touched; null for less than a hand's tremble. */
export function viewBetween(
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
  view: HeatView,
  box: Box,
): HeatView | null {
  if (Math.abs(ax - bx) < 6 || Math.abs(ay - by) < 6) return null
  const inside = (value: number, low: number, size: number) => Math.min(low + size - 1e-6, Math.max(low, value))
  const corner = (x: number, y: number) =>
    under(inside(x, box.left, box.width), inside(y, box.top, box.height), view, box)!
  const a = corner(Math.min(ax, bx), Math.min(ay, by))
  const b = corner(Math.max(ax, bx), Math.max(ay, by))
  return { rows: [a.row, b.row + 1], columns: [a.column, b.column + 1] }
}

export type Towards = 'left' | 'right' | 'up' | 'down' | 'first' | 'last'

/**
 * The filled cell a key leads to. Left and right go through all of them, row by row, since most cells of a large table are
 * empty; up and down go to the next row that has one, and there to the nearest. At an end it is the cell itself.
 */
export function cellTowards(cells: readonly HeatCell[], from: HeatCell, towards: Towards): HeatCell {
  const order = [...cells].sort((a, b) => a.row - b.row || a.column - b.column)
  if (towards === 'first' || towards === 'last') return order.at(towards === 'first' ? 0 : -1) ?? from
  const at = order.findIndex(({ row, column }) => row === from.row && column === from.column)
  if (towards === 'left' || towards === 'right') return order[at + (towards === 'right' ? 1 : -1)] ?? from
  const sign = towards === 'down' ? 1 : -1
  let best = from
  for (const cell of order) {
    const away = (cell.row - from.row) * sign
    if (away <= 0) continue
    const far = best === from ? Infinity : (best.row - from.row) * sign
    const aside = (one: HeatCell) => Math.abs(one.column - from.column)
    if (away < far || (away === far && aside(cell) < aside(best))) best = cell
  }
  return best
}

/** A view of the same size, moved just so far that a cell is in it. */
export function viewWith({ row, column }: Pick<HeatCell, 'row' | 'column'>, view: HeatView): HeatView {
  const moved = ([from, to]: Range, at: number): Range => {
    const by = at < from ? at - from : at >= to ? at + 1 - to : 0
    return [from + by, to + by]
  }
  return isInView({ row, column }, view) ? view : { rows: moved(view.rows, row), columns: moved(view.columns, column) }
}
