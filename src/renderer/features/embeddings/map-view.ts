/** Where on the screen a place of the map is. x goes right, y up; both axes have one scale, so that distances are true. */
export interface MapView {
  /** Place in the middle of the screen. */
  readonly x: number
  readonly y: number
  /** Pixels to a unit of the map. */
  readonly scale: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Spot {
  readonly x: number
  readonly y: number
}

/** Pixels left free around the whole map. */
const MARGIN = 28
/** How far in and out of the whole map one can go. */
const CLOSEST = 200
const FURTHEST = 0.5

/** Sees all the points. @param points [count, 2] */
export function fitView(points: ArrayLike<number>, { width, height }: Size): MapView {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity]
  for (let i = 0; i < points.length; i += 2) {
    left = Math.min(left, points[i]!)
    right = Math.max(right, points[i]!)
    bottom = Math.min(bottom, points[i + 1]!)
    top = Math.max(top, points[i + 1]!)
  }
  if (left > right) return { x: 0, y: 0, scale: 1 }
  const free = (pixels: number) => Math.max(20, pixels - 2 * MARGIN)
  const scale = Math.min(free(width) / (right - left || 1e-6), free(height) / (top - bottom || 1e-6))
  // All on one spot: any scale shows them.
  return { x: (left + right) / 2, y: (bottom + top) / 2, scale: Math.min(scale, 1e6) }
}

export function toScreen({ x, y, scale }: MapView, { width, height }: Size, at: Spot): Spot {
  return { x: width / 2 + (at.x - x) * scale, y: height / 2 - (at.y - y) * scale }
}

export function toMap({ x, y, scale }: MapView, { width, height }: Size, at: Spot): Spot {
  return { x: x + (at.x - width / 2) / scale, y: y - (at.y - height / 2) / scale }
}

/** Nearer by a factor; what is under the pointer stays there. @param whole view of all points, which limits it */
export function zoomAt(view: MapView, size: Size, at: Spot, factor: number, whole: MapView): MapView {
  const scale = Math.min(CLOSEST * whole.scale, Math.max(FURTHEST * whole.scale, view.scale * factor))
  const place = toMap(view, size, at)
  return { x: place.x - (at.x - size.width / 2) / scale, y: place.y + (at.y - size.height / 2) / scale, scale }
}

/** Moved by pixels. */
export function panBy(view: MapView, dx: number, dy: number): MapView {
  return { ...view, x: view.x - dx / view.scale, y: view.y + dy / view.scale }
}

/** The view with a place in it; the same view where the place is in it already. */
export function viewWith(view: MapView, size: Size, place: Spot, margin = 40): MapView {
  const { x, y } = toScreen(view, size, place)
  const isIn = x >= margin && y >= margin && x <= size.width - margin && y <= size.height - margin
  return isIn ? view : { ...view, x: place.x, y: place.y }
}

/** A view on the way from one to another. @param share 0..1 */
export function between(from: MapView, to: MapView, share: number): MapView {
  // Scales grow by factors.
  const scale = from.scale * (to.scale / from.scale) ** share
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share, scale }
}
