/** What draws the points: WebGL where a graphics card offers it, a plain canvas elsewhere. */
import type { MapView, Size } from './map-view.ts'

/** How a point stands out. */
export const STATES = { hidden: 0, faint: 1, plain: 2, picked: 3 } as const

/** Colours as `#rrggbb`. */
export interface PointColours {
  readonly marks: readonly string[]
  readonly ring: string
  readonly ground: string
}

export interface PointStyles {
  /** Of each point: place in `COLOURS`, place in `SHAPES`, one of `STATES`. */
  readonly colour: Uint8Array
  readonly shape: Uint8Array
  readonly state: Uint8Array
}

export interface PointsLayer {
  readonly kind: 'webgl' | 'canvas'
  setPoints(points: Float32Array): void
  setStyles(styles: PointStyles): void
  setColours(colours: PointColours): void
  /** @param side of a point's box, CSS pixels @param ratio device pixels to a CSS pixel */
  draw(view: MapView, size: Size, side: number, ratio: number): void
  dispose(): void
}

/** Order of drawing: faint ones first, picked ones over all. */
export function drawingOrder({ state }: PointStyles): Uint32Array {
  const order: number[] = []
  for (const wanted of [STATES.faint, STATES.plain, STATES.picked]) {
    for (let point = 0; point < state.length; point++) if (state[point] === wanted) order.push(point)
  }
  return Uint32Array.from(order)
}

/** `#rrggbb` as shares of red, green and blue. */
export function shares(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16)
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255]
}

/** Side of a point's box: smaller where there are many, larger from near. @param nearness scale over that of the whole map */
export function pointSide(count: number, nearness: number): number {
  const base = count > 8000 ? 6 : count > 2000 ? 8 : count > 400 ? 10 : 12
  return Math.min(18, base * Math.max(1, nearness) ** 0.3)
}
