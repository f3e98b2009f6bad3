/** Which points are meant: under the pointer, inside a lasso, next in a direction. */
import type { Spot } from './map-view.ts'

/** Points that can be meant at all: those that are not hidden. */
export type IsShown = (point: number) => boolean

const all: IsShown = () => true

/** The nearest point within a radius of a place, all in units of the map; undefined where there is none. */
export function nearestPoint(
  points: ArrayLike<number>,
  at: Spot,
  radius: number,
  isShown: IsShown = all,
): number | undefined {
  let best: number | undefined
  let smallest = radius * radius
  for (let i = 0; i < points.length; i += 2) {
    const square = (points[i]! - at.x) ** 2 + (points[i + 1]! - at.y) ** 2
    if (square <= smallest && isShown(i / 2)) {
      smallest = square
      best = i / 2
    }
  }
  return best
}

/** Whether a place is inside a closed line, by the even-odd rule. */
export function isInside(line: readonly Spot[], { x, y }: Spot): boolean {
  let inside = false
  for (let i = 0, j = line.length - 1; i < line.length; j = i++) {
    const [a, b] = [line[i]!, line[j]!]
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside
  }
  return inside
}

/** Points inside a closed line, in their order. */
export function pointsInside(points: ArrayLike<number>, line: readonly Spot[], isShown: IsShown = all): number[] {
  if (line.length < 3) return []
  const [xs, ys] = [line.map(({ x }) => x), line.map(({ y }) => y)]
  const [left, right, bottom, top] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const found: number[] = []
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i]!, points[i + 1]!]
    if (x < left || x > right || y < bottom || y > top || !isShown(i / 2)) continue
    if (isInside(line, { x, y })) found.push(i / 2)
  }
  return found
}

export const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] } as const
export type Direction = keyof typeof DIRECTIONS

/** The nearest point in a direction, within 45° to either side; undefined at the edge. */
export function nextPoint(
  points: ArrayLike<number>,
  from: number,
  direction: Direction,
  isShown: IsShown = all,
): number | undefined {
  const [right, up] = DIRECTIONS[direction]
  const [x, y] = [points[2 * from]!, points[2 * from + 1]!]
  let best: number | undefined
  let smallest = Infinity
  for (let i = 0; i < points.length; i += 2) {
    const [dx, dy] = [points[i]! - x, points[i + 1]! - y]
    const along = dx * right + dy * up
    const aside = Math.abs(dx * up) + Math.abs(dy * right)
    if (along <= 0 || aside > along || !isShown(i / 2)) continue
    // What lies straight ahead is preferred to what is as far aside.
    const distance = along + 2 * aside
    if (distance < smallest) {
      smallest = distance
      best = i / 2
    }
  }
  return best
}
