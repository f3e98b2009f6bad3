/** Which of the points in view have room for their picture, when each is a square and no two may cover each other. */
import type { MapView, Size } from './map-view.ts'

export interface Placed {
  readonly point: number
  /** Middle on the screen. */
  readonly x: number
  readonly y: number
}

export interface Spread {
  readonly placed: readonly Placed[]
  /** Points in view, with room or without. */
  readonly inView: number
  /** Side of a picture, pixels. */
  readonly side: number
}

/** Few points in view have large pictures. @param least pixels */
export function sideFor(inView: number, { width, height }: Size, least = 28): number {
  const room = Math.sqrt((width * height) / Math.max(1, inView)) * 0.75
  return Math.round(Math.min(72, Math.max(least, room)) / 4) * 4
}

/**
 * @param order all points, in the order in which they get room: always the same, so that pictures do not flicker
 * @param most pictures at once @param least side of a picture, pixels
 */
export function spread(
  points: ArrayLike<number>,
  order: ArrayLike<number>,
  view: MapView,
  size: Size,
  {
    isShown,
    most,
    least,
  }: { readonly isShown: (point: number) => boolean; readonly most: number; readonly least?: number },
): Spread {
  const seen: Placed[] = []
  const left = size.width / 2 - view.x * view.scale
  const top = size.height / 2 + view.y * view.scale
  for (let i = 0; i < order.length; i++) {
    const point = order[i]!
    const x = left + points[2 * point]! * view.scale
    const y = top - points[2 * point + 1]! * view.scale
    if (x < 0 || y < 0 || x > size.width || y > size.height || !isShown(point)) continue
    seen.push({ point, x, y })
  }
  const side = sideFor(seen.length, size, least)
  const cells = new Map<number, Placed>()
  const placed: Placed[] = []
  for (const each of seen) {
    if (placed.length >= most) break
    const [column, row] = [Math.floor(each.x / side), Math.floor(each.y / side)]
    if (isCovered(cells, each, column, row, side)) continue
    cells.set(row * 10_000 + column, each)
    placed.push(each)
  }
  return { placed, inView: seen.length, side }
}

function isCovered(cells: ReadonlyMap<number, Placed>, { x, y }: Placed, column: number, row: number, side: number) {
  for (let r = row - 1; r <= row + 1; r++) {
    for (let c = column - 1; c <= column + 1; c++) {
      const other = cells.get(r * 10_000 + c)
      if (other && Math.abs(other.x - x) < side && Math.abs(other.y - y) < side) return true
    }
  }
  return false
}
