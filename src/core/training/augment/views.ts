/** Slightly changed views of a picture, whose codes are averaged when a trained network is used. */
import type { Outside, PictureSize } from './resample.ts'
import { createPlane, fillMargin, loadFloats, resample } from './resample.ts'
import { identity, setLinear } from './transform.ts'

export interface View {
  /** Radians. */
  readonly rotation: number
  /** Factor of size. */
  readonly scale: number
}

const TURN = 0.12
const SIZES = [0.9, 1.1] as const

/**
 * The first `count` views: the picture itself, two turned, two sized, then turned and sized ones, ever further off
 * after every ninth.
 */
export function viewsOf(count: number): View[] {
  const list: View[] = [{ rotation: 0, scale: 1 }]
  for (let ring = 1; list.length < count; ring++) {
    const turn = TURN * ring
    const [small, large] = [SIZES[0] ** ring, SIZES[1] ** ring]
    list.push({ rotation: turn, scale: 1 }, { rotation: -turn, scale: 1 })
    list.push({ rotation: 0, scale: small }, { rotation: 0, scale: large })
    for (const scale of [small, large]) list.push({ rotation: turn, scale }, { rotation: -turn, scale })
  }
  return list.slice(0, count)
}

/**
 * One view of a batch of prepared pictures, [count, height, width, channels] to the same shape; bilinear.
 * @param outside `zero` for inverted drawings, `edge` for photographs
 */
export function renderView(
  images: Float32Array,
  count: number,
  size: PictureSize,
  view: View,
  outside: Outside,
  out: Float32Array,
): void {
  const length = size.height * size.width * size.channels
  const plane = createPlane(size)
  const map = identity()
  setLinear(map, view.rotation, 0, view.scale, view.scale)
  for (let i = 0; i < count; i++) {
    loadFloats(plane, images, i * length, size)
    fillMargin(plane, size, outside)
    resample(plane, size, map, null, out, i * length)
  }
}

/** Mean of the codes of a picture's views, views of unit length where the head compares angles. @param codes one per view */
export function averageCodes(codes: readonly Float32Array[], size: number, unit: boolean): Float32Array {
  const [first] = codes
  if (!first) throw new Error('there are no views to average')
  const mean = new Float32Array(first.length)
  for (const view of codes) {
    for (let row = 0; row < view.length; row += size) {
      let squares = 0
      if (unit) for (let i = row; i < row + size; i++) squares += (view[i] as number) ** 2
      const factor = (unit ? 1 / Math.sqrt(squares || 1) : 1) / codes.length
      for (let i = row; i < row + size; i++) mean[i] = (mean[i] as number) + (view[i] as number) * factor
    }
  }
  return mean
}
