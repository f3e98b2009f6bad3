/** The layout of a trial saved as a picture: query at the left, supports in rank order at the right. */
export interface Cell {
  readonly x: number
  readonly y: number
}

export interface SheetLayout {
  readonly width: number
  readonly height: number
  readonly query: Cell & { readonly side: number }
  readonly side: number
  readonly supports: readonly Cell[]
}

const MARGIN = 24
const HEAD = 56
const LABEL = 34
const GAP = 10

/** Places for `count` supports, at most `columns` in a row. Pixels. */
export function layoutSheet(count: number, columns = 5, side = 112): SheetLayout {
  const querySide = 2 * side + GAP
  const left = MARGIN + querySide + 2 * MARGIN
  const supports = Array.from({ length: count }, (_, i) => ({
    x: left + (i % columns) * (side + GAP),
    y: HEAD + Math.floor(i / columns) * (side + LABEL + GAP),
  }))
  const rows = Math.max(1, Math.ceil(count / columns))
  return {
    width: left + Math.min(count, columns) * (side + GAP) - GAP + MARGIN,
    height: Math.max(HEAD + rows * (side + LABEL + GAP), HEAD + querySide + LABEL) + MARGIN,
    query: { x: MARGIN, y: HEAD, side: querySide },
    side,
    supports,
  }
}
