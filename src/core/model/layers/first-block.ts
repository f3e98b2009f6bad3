/**
 * The block for the pictures themselves. Their few channels make 3x3 patches of at most 27 numbers, so that
 * - the statistics of every filter's output follow from the patches' own mean and covariance, without the output;
 * - the four pixels of a pooling window are four matrix products, and the big map never exists;
 * - the kernel's gradient needs the map only where the pool took a pixel.
 * Everything is kept as [channel, position]: rows are long and contiguous. About three times as fast as the general block.
 */
import { tf } from '../../engine/index.ts'
import type { Tensor1D, Tensor2D, Tensor4D } from '../../engine/index.ts'
import { affine, normGradient, type NormResult } from './norm-relu-pool.ts'

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
 * The patches of the four pixels of every pooling window, each as `patches` gives them. Even and odd rows and columns are
 * put apart once: every other pixel is a run then.
 */
function windowPatches(padded: Tensor4D, rows: number, columns: number): Tensor2D[] {
  const [n, , , channels] = padded.shape
  const [height, width] = [2 * (rows + 1), 2 * (columns + 1)]
  const whole = tf.slice(padded, [0, 0, 0, 0], [n, height, width, channels])
  // Channels, rows and columns come to the front one after the other, each by a transpose that is quick.
  const pictures = tf.transpose(tf.reshape(whole, [n * height * width, channels]))
  const lines = tf.transpose(tf.reshape(pictures, [channels * n * (rows + 1), 2, width]), [1, 0, 2])
  const pairs = tf.transpose(tf.reshape(lines, [2 * channels * n * (rows + 1) * (columns + 1), 2]))
  const apart = tf.reshape(pairs, [4, channels * n, rows + 1, columns + 1])
  /** The pixels `y`, `x` places from the first of each window, [channels, n * rows * columns]. */
  const pixels = (y: number, x: number) => {
    const from = [2 * (x & 1) + (y & 1), 0, y >> 1, x >> 1]
    return tf.reshape(tf.slice(apart, from, [1, channels * n, rows, columns]), [channels, n * rows * columns])
  }
  const places = [0, 1, 2]
  const patch = (row: number, column: number) => places.flatMap((y) => places.map((x) => pixels(row + y, column + x)))
  return WINDOW.map(([row, column]) => tf.concat(patch(row, column), 0) as Tensor2D)
}

/** Pixels of a pooling window. */
const WINDOW = [[0, 0], [0, 1], [1, 0], [1, 1]] as const // prettier-ignore

/** Patches of the pixels that are in no pooling window: the last row and column of pictures with an odd number of them. */
function patchesLeft(padded: Tensor4D, h: number, w: number): Tensor2D[] {
  const bottom = h % 2 === 1 ? [patches(padded, h - 1, 0, 1, w)] : []
  const right = w % 2 === 1 ? [patches(padded, 0, w - 1, h - (h % 2), 1)] : []
  return [...bottom, ...right]
}

const total = (parts: readonly tf.Tensor[]) => parts.reduce((sum, part) => tf.add(sum, part))

type Eight<T> = [T, T, T, T, T, T, T, T]
/** weights, gamma, mean, variance, pooled, output, sum and Gram matrix of the patches; then four maps, four patches. */
type Saved = [...Eight<tf.Tensor>, ...tf.Tensor[]]

/** @param images [n, h, w, c]; @param kernel [3, 3, c, out]; @param gamma [out], none negative. No gradient of images. */
export function firstBlock(
  images: Tensor4D,
  kernel: Tensor4D,
  gamma: Tensor1D,
  beta: Tensor1D,
  epsilon: number,
): NormResult {
  const [n, h, w, channels] = images.shape
  const filters = kernel.shape[3]
  const [rows, columns] = [h >> 1, w >> 1]
  const count = n * h * w
  const size = 9 * channels
  const padded = tf.pad(images, [[0, 0], [1, 1], [1, 1], [0, 0]]) as Tensor4D // prettier-ignore
  const windows = windowPatches(padded, rows, columns)
  const all = [...windows, ...patchesLeft(padded, h, w)]
  const patchSum = total(all.map((some) => tf.sum(some, 1, true))) as Tensor2D
  const gram = total(all.map((some) => tf.matMul(some, some, false, true))) as Tensor2D
  const column = (values: tf.Tensor) => tf.reshape(values, [filters, 1])

  /** Mean and variance of every filter's output, [filters, 1]. */
  const statistics = (weights: Tensor2D) => {
    const mean = tf.div(tf.matMul(weights, patchSum, true), count)
    const square = tf.div(tf.sum(tf.mul(weights, tf.matMul(gram, weights)), 0), count)
    return { mean, variance: tf.relu(tf.sub(column(square), tf.square(mean))) }
  }

  const flat = (values: tf.Tensor) => tf.reshape(values, [size, filters]) as Tensor2D
  const { mean, variance } = statistics(flat(kernel))
  const operation = tf.customGrad((k, g, b, save) => {
    const weights = flat(k as Tensor4D)
    const maps = windows.map((patch) => tf.matMul(weights, patch, true))
    const pooled = maps.reduce((largest, map) => tf.maximum(largest, map))
    const { scale, shift } = affine({ mean, variance, gamma: column(g as Tensor1D), epsilon }, column(b as Tensor1D))
    const output = tf.relu(tf.add(tf.mul(pooled, scale), shift))
    const keep = save as tf.GradSaveFunc
    // Only what is saved outlives the forward pass.
    keep([weights, column(g as Tensor1D), mean, variance, pooled, output, patchSum, gram, ...maps, ...windows])
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [weights, gamma, mean, variance, pooled, output, patchSum, gram, ...rest] = saved as Saved
      const norm = { mean, variance, gamma, epsilon }
      const rows = tf.reshape(tf.transpose(dy, [3, 0, 1, 2]), output.shape)
      const back = normGradient(rows, pooled, output, norm, { axes: [1], count })
      const everywhere = tf.add(
        tf.matMul(patchSum, back.offset, false, true),
        tf.mul(tf.matMul(gram, weights), tf.reshape(back.slope, [1, filters])),
      )
      const gradient = routed(back.atPool, rest.slice(0, 4), pooled).reduce(
        (sum, taken, i) => tf.add(sum, tf.matMul(rest[4 + i] as Tensor2D, taken, false, true)),
        everywhere,
      )
      const one = (values: tf.Tensor) => tf.reshape(values, [filters])
      return [tf.reshape(gradient, kernel.shape), one(back.gamma), one(back.beta)]
    }
    const value = tf.transpose(tf.reshape(output, [filters, n, rows, columns]), [1, 2, 3, 0])
    return { value, gradFunc }
  })
  const output = operation(kernel, gamma, beta) as Tensor4D
  return { output, mean: tf.reshape(mean, [filters]), variance: tf.reshape(variance, [filters]) }
}

/** The gradient at each pixel of the windows: the first of the largest takes it, and what none took is the last one's. */
function routed(atPool: tf.Tensor, maps: readonly tf.Tensor[], pooled: tf.Tensor): tf.Tensor[] {
  let left = atPool
  const taken = maps.slice(0, -1).map((map) => {
    const own = tf.mul(left, tf.cast(tf.equal(map, pooled), 'float32'))
    left = tf.sub(left, own)
    return own
  })
  return [...taken, left]
}
