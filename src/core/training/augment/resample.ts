/**
 * One bilinear resampling for everything geometric. The source is first copied into a plane with a margin, so that the
 * inner loop only clamps coordinates and never asks whether a neighbour exists.
 */

import { POINTS, type Grid } from './elastic.ts'

/** Pictures of one size: width, height in pixels, channels interleaved. */
export interface PictureSize {
  readonly height: number
  readonly width: number
  readonly channels: number
}

/** What lies outside of a picture: 0 (the paper of an inverted drawing) or the nearest pixel of its edge. */
export type Outside = 'zero' | 'edge'

/** Room for one picture with a margin of 1 left and above, 2 right and below. */
export function createPlane({ height, width, channels }: PictureSize): Float32Array {
  return new Float32Array((height + 3) * (width + 3) * channels)
}

/**
 * Fills the inside of a plane with `value = byte * gain + lift`, kept within 0..1.
 * @param from where the picture starts in `pixels`
 */
export function loadBytes(
  plane: Float32Array,
  pixels: Uint8Array,
  from: number,
  { height, width, channels }: PictureSize,
  gain: number,
  lift: number,
): void {
  const row = width * channels
  const stride = (width + 3) * channels
  for (let y = 0; y < height; y++) {
    let source = from + y * row
    let target = (y + 1) * stride + channels
    for (let i = 0; i < row; i++) {
      const value = (pixels[source++] as number) * gain + lift
      plane[target++] = value < 0 ? 0 : value > 1 ? 1 : value
    }
  }
}

/** Fills the inside of a plane with values as they are. */
export function loadFloats(plane: Float32Array, images: Float32Array, from: number, size: PictureSize): void {
  const row = size.width * size.channels
  const stride = (size.width + 3) * size.channels
  for (let y = 0; y < size.height; y++)
    plane.set(images.subarray(from + y * row, from + (y + 1) * row), (y + 1) * stride + size.channels)
}

/** Fills the margin. A plane that only ever had margins of zero needs this only for `edge`. */
export function fillMargin(plane: Float32Array, { height, width, channels }: PictureSize, outside: Outside): void {
  if (outside === 'zero') return
  const stride = (width + 3) * channels
  for (let y = 1; y <= height; y++) {
    const start = y * stride
    for (let c = 0; c < channels; c++) {
      plane[start + c] = plane[start + channels + c] as number
      const last = plane[start + width * channels + c] as number
      plane[start + (width + 1) * channels + c] = last
      plane[start + (width + 2) * channels + c] = last
    }
  }
  plane.copyWithin(0, stride, 2 * stride)
  plane.copyWithin((height + 1) * stride, height * stride, (height + 1) * stride)
  plane.copyWithin((height + 2) * stride, height * stride, (height + 1) * stride)
}

/**
 * Where each output pixel comes from, in coordinates about the picture's centre (x right, y down):
 * source = [a b; c d] (x, y) + (tx, ty).
 */
export interface Affine {
  a: number
  b: number
  c: number
  d: number
  tx: number
  ty: number
}

/** Resamples a loaded plane to `out` at `to`. @param grid displacement of the output's pixels, or null for none */
export function resample(
  plane: Float32Array,
  size: PictureSize,
  { a, b, c, d, tx, ty }: Affine,
  grid: Grid | null,
  out: Float32Array,
  to: number,
): void {
  const { height, width, channels } = size
  const fill = channels === 1 ? fillGrey : fillInterleaved
  const midX = (width - 1) / 2
  const midY = (height - 1) / 2
  // +1 for the margin.
  const originX = midX + tx + 1
  const originY = midY + ty + 1
  const cells = grid ? POINTS - 1 : 1
  for (let y = 0; y < height; y++) {
    const row = to + y * width * channels
    if (grid) grid.readRow(y)
    for (let cell = 0; cell < cells; cell++) {
      // Within a cell the displacement, and so the source's place, is linear in x: two additions a pixel.
      const from = grid ? (grid.starts[cell] as number) : 0
      const end = grid ? (grid.starts[cell + 1] as number) : width
      const slopeX = grid ? (grid.slopeX[cell] as number) : 0
      const slopeY = grid ? (grid.slopeY[cell] as number) : 0
      const u = from - midX + (grid ? (grid.startX[cell] as number) : 0)
      const v = y - midY + (grid ? (grid.startY[cell] as number) : 0)
      fill(
        plane,
        size,
        a * u + b * v + originX,
        c * u + d * v + originY,
        a * (1 + slopeX) + b * slopeY,
        c * (1 + slopeX) + d * slopeY,
        out,
        row + from * channels,
        row + end * channels,
      )
    }
  }
}

/** One straight stretch of a row: source places from (sx, sy) in steps of (dx, dy), outputs from `to` to before `end`. */
type Fill = (
  plane: Float32Array,
  size: PictureSize,
  sx: number,
  sy: number,
  dx: number,
  dy: number,
  out: Float32Array,
  to: number,
  end: number,
) => void

const fillGrey: Fill = (plane, { width, height }, sx, sy, dx, dy, out, to, end) => {
  const stride = width + 3
  const maxX = width + 1
  const maxY = height + 1
  for (; to < end; to++, sx += dx, sy += dy) {
    const x = sx < 0 ? 0 : sx > maxX ? maxX : sx
    const y = sy < 0 ? 0 : sy > maxY ? maxY : sy
    const ix = x | 0
    const iy = y | 0
    const fx = x - ix
    const source = iy * stride + ix
    const left = plane[source] as number
    const below = plane[source + stride] as number
    const top = left + fx * ((plane[source + 1] as number) - left)
    const bottom = below + fx * ((plane[source + stride + 1] as number) - below)
    out[to] = top + (y - iy) * (bottom - top)
  }
}

const fillInterleaved: Fill = (plane, { width, height, channels }, sx, sy, dx, dy, out, to, end) => {
  const stride = (width + 3) * channels
  const maxX = width + 1
  const maxY = height + 1
  for (; to < end; sx += dx, sy += dy) {
    const x = sx < 0 ? 0 : sx > maxX ? maxX : sx
    const y = sy < 0 ? 0 : sy > maxY ? maxY : sy
    const ix = x | 0
    const iy = y | 0
    const fx = x - ix
    const fy = y - iy
    const southEast = fx * fy
    const northEast = fx - southEast
    const southWest = fy - southEast
    const northWest = 1 - fx - southWest
    let source = iy * stride + ix * channels
    for (const last = source + channels; source < last; source++) {
      out[to++] =
        northWest * (plane[source] as number) +
        northEast * (plane[source + channels] as number) +
        southWest * (plane[source + stride] as number) +
        southEast * (plane[source + stride + channels] as number)
    }
  }
}
