/**
 * The 3x3 patches of pictures as matrices, a row for each pixel and channel and a column for each position, and the sums
 * and products of their rows, from which the statistics of every filter's output follow.
 */
import { tf } from '../../engine/index.ts'
import type { Tensor2D, Tensor4D } from '../../engine/index.ts'
import { total } from './total.ts'

/** Patches as rows: [9 * channels, pictures * rows * columns], from `row`, `column` on. */
function patches(padded: Tensor4D, row: number, column: number, rows: number, columns: number): Tensor2D {
  const [n, , , channels] = padded.shape
  const parts: tf.Tensor[] = []
  for (let y = 0; y < 3; y++)
    for (let x = 0; x < 3; x++) {
      const part = tf.slice(padded, [0, row + y, column + x, 0], [n, rows, columns, channels])
      const flat = tf.reshape(part, [n * rows * columns, channels])
      parts.push(channels === 1 ? tf.reshape(flat, [1, -1]) : tf.transpose(flat))
    }
  return tf.concat(parts, 0) as Tensor2D
}

/**
 * The sixteen pixels in and around every pooling window, row by row, each [channels, pictures * rows * columns]. Even and
 * odd rows and columns are put apart once: every other pixel is a run then.
 */
function windowPixels(padded: Tensor4D, rows: number, columns: number): Tensor2D[] {
  const [n, , , channels] = padded.shape
  const [height, width] = [2 * (rows + 1), 2 * (columns + 1)]
  const whole = tf.slice(padded, [0, 0, 0, 0], [n, height, width, channels])
  // Channels, rows and columns come to the front one after the other, each by a transpose that is quick.
  const pictures = tf.transpose(tf.reshape(whole, [n * height * width, channels]))
  const lines = tf.transpose(tf.reshape(pictures, [channels * n * (rows + 1), 2, width]), [1, 0, 2])
  const pairs = tf.transpose(tf.reshape(lines, [2 * channels * n * (rows + 1) * (columns + 1), 2]))
  const apart = tf.reshape(pairs, [4, channels * n, rows + 1, columns + 1])
  return AROUND.map(([y, x]) => {
    const from = [2 * (x & 1) + (y & 1), 0, y >> 1, x >> 1]
    return tf.reshape(tf.slice(apart, from, [1, channels * n, rows, columns]), [channels, n * rows * columns])
  })
}

/** Rows and columns of `size` x `size` pixels, row by row. */
const square = (size: number) =>
  Array.from({ length: size * size }, (_, i) => [Math.floor(i / size), i % size] as const)
const AROUND = square(4)
/** For each of the four pixels of a window the nine of its patch, as numbers of the sixteen. */
const WINDOW = square(2).map(([row, column]) => square(3).map(([y, x]) => 4 * (row + y) + column + x))

/** Patches of the pixels that are in no pooling window: the last row and column of pictures with an odd number of them. */
function patchesLeft(padded: Tensor4D, h: number, w: number): Tensor2D[] {
  const bottom = h % 2 === 1 ? [patches(padded, h - 1, 0, 1, w)] : []
  const right = w % 2 === 1 ? [patches(padded, 0, w - 1, h - (h % 2), 1)] : []
  return [...bottom, ...right]
}

export interface Patches {
  /** Of each of the four pixels of every pooling window: [9 * channels, pictures * rows * columns]. */
  readonly windows: readonly Tensor2D[]
  /** All pixels in and around the windows, each once. */
  readonly pixels: Tensor2D
  /** Of the pixels in no window. */
  readonly left: readonly Tensor2D[]
}

/** @param images [n, h, w, channels], around which zeros are taken */
export function patchesOf(images: Tensor4D): Patches {
  const [, h, w] = images.shape
  const padded = tf.pad(images, [[0, 0], [1, 1], [1, 1], [0, 0]]) as Tensor4D // prettier-ignore
  const pixels = windowPixels(padded, h >> 1, w >> 1)
  return {
    windows: WINDOW.map((patch) => tf.concat(patch.map((i) => pixels[i] as Tensor2D))),
    pixels: tf.concat(pixels),
    left: patchesLeft(padded, h, w),
  }
}

export interface Moments {
  /** Sums of the rows, [rows, 1]. */
  readonly sum: Tensor2D
  /** Products of every two rows, [rows, rows]. */
  readonly gram: Tensor2D
}

function momentsOf(parts: readonly Tensor2D[]): Moments {
  return {
    sum: total(parts.map((part) => tf.sum(part, 1, true) as Tensor2D)),
    gram: total(parts.map((part) => tf.matMul(part, part, false, true))),
  }
}

/** The moments of some pixels, of those of all. */
function picked({ sum, gram }: Moments, pixels: readonly number[], channels: number): Moments {
  const rows = pixels.flatMap((pixel) => Array.from({ length: channels }, (_, i) => pixel * channels + i))
  const at = tf.tensor1d(rows, 'int32')
  return { sum: tf.gather(sum, at), gram: tf.gather(tf.gather(gram, at), at, 1) }
}

/** Of all patches of all parts of a batch, rows as in `windows`. A pixel is in up to four windows' patches, but counted once. */
export function patchMoments(parts: readonly Patches[], channels: number): Moments {
  const around = momentsOf(parts.map(({ pixels }) => pixels))
  const left = parts.flatMap((part) => part.left)
  const all = [...WINDOW.map((patch) => picked(around, patch, channels)), ...(left.length > 0 ? [momentsOf(left)] : [])]
  return { sum: total(all.map(({ sum }) => sum)), gram: total(all.map(({ gram }) => gram)) }
}
