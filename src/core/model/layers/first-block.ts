/**
 * The block for the pictures themselves. Their few channels make 3x3 patches of at most 27 numbers, so that
 * - the statistics of every filter's output follow from the patches' own mean and covariance, without the output;
 * - the four pixels of a pooling window are four matrix products, and the big map never exists;
 * - the kernel's gradient needs the map only where the pool took a pixel.
 * Everything is kept as [channel, position]: rows are long and contiguous. About three times as fast as the general block.
 */
import { tf } from '../../engine/index.ts'
import type { Tensor1D, Tensor2D, Tensor4D } from '../../engine/index.ts'
import { affine, normGradient, passed, type NormResult } from './norm-relu-pool.ts'
import { patchesOf, patchMoments } from './patches.ts'
import { routed } from './routed.ts'
import { total } from './total.ts'

/**
 * Numbers of the map of one pixel of the windows. Up to `whole` a batch is not divided: the processor's last cache holds
 * such maps, and parts cost 1 to 5 % (35x35, 2.4 million). A larger one goes in parts of `part`, which take 9 % off a step
 * at 84x84. Measured on AMD EPYC with 1 MiB of cache to a core and 32 MiB in all.
 */
const SIZES = { whole: 1 << 22, part: 1 << 19 }

/** Runs of pictures of a batch. */
interface Part {
  readonly from: number
  readonly pictures: number
}

/**
 * A large batch in parts, so that what one operation writes is still in the cache when the next one reads it.
 * @param numbers of the map of one pixel of the windows, for one picture
 */
export function partsOf(pictures: number, numbers: number, { whole, part } = SIZES): Part[] {
  const size = pictures * numbers <= whole ? pictures : Math.max(1, Math.floor(part / numbers))
  const count = Math.ceil(pictures / size)
  return Array.from({ length: count }, (_, i) => ({ from: i * size, pictures: Math.min(size, pictures - i * size) }))
}

const cut = (x: tf.Tensor, { from, pictures }: Part) => tf.slice(x, [from, 0, 0, 0], [pictures, ...x.shape.slice(1)])

/** Of the whole batch: weights, gamma, mean, variance, sum and Gram matrix of the patches. */
type Whole = [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]
/** Of each part: the pooled map, the output, the four maps, the four windows' patches. */
const SAVED = 10

/**
 * @param images [n, h, w, c]; @param kernel [3, 3, c, out]; @param gamma [out], none negative. No gradient of images.
 * @param parts what is worked on at once
 */
export function firstBlock(
  images: Tensor4D,
  kernel: Tensor4D,
  gamma: Tensor1D,
  beta: Tensor1D,
  epsilon: number,
  parts = partsOf(images.shape[0], kernel.shape[3] * (images.shape[1] >> 1) * (images.shape[2] >> 1)),
): NormResult {
  const [n, h, w, channels] = images.shape
  const filters = kernel.shape[3]
  const [rows, columns] = [h >> 1, w >> 1]
  const count = n * h * w
  const size = 9 * channels
  const cuts = parts.map((part) => patchesOf(cut(images, part) as Tensor4D))
  const { sum: patchSum, gram } = patchMoments(cuts, channels)
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
    const { scale, shift } = affine({ mean, variance, gamma: column(g as Tensor1D), epsilon }, column(b as Tensor1D))
    const made = cuts.map(({ windows }) => {
      const maps = windows.map((patch) => tf.matMul(weights, patch, true))
      const pooled = maps.reduce((largest, map) => tf.maximum(largest, map))
      return [pooled, tf.relu(tf.add(tf.mul(pooled, scale), shift)), ...maps, ...windows]
    })
    const keep = save as tf.GradSaveFunc
    // Only what is saved outlives the forward pass.
    keep([weights, column(g as Tensor1D), mean, variance, patchSum, gram, ...made.flat()])
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [weights, gamma, mean, variance, patchSum, gram] = saved as Whole
      const kept = saved.slice(saved.length - parts.length * SAVED)
      const sums = total(
        parts.map((part, i) => {
          const turned = tf.transpose(cut(dy, part), [3, 0, 1, 2])
          return partGradient(tf.reshape(turned, [filters, -1]), kept.slice(i * SAVED, (i + 1) * SAVED))
        }),
      )
      const rowsOf = (from: number, to: number) => tf.slice(sums, [from, 0], [to - from, filters])
      const back = normGradient(
        column(rowsOf(size, size + 1)),
        column(rowsOf(size + 1, size + 2)),
        { mean, variance, gamma, epsilon },
        count,
      )
      const row = (values: tf.Tensor) => tf.reshape(values, [1, filters])
      const everywhere = tf.add(
        tf.matMul(patchSum, back.offset, false, true),
        tf.mul(tf.matMul(gram, weights), row(back.slope)),
      )
      const gradient = tf.add(everywhere, tf.mul(rowsOf(0, size), row(back.scale)))
      const one = (values: tf.Tensor) => tf.reshape(values, [filters])
      return [tf.reshape(gradient, kernel.shape), one(back.gamma), one(back.beta)]
    }
    const outputs = made.map(([, output], i) => {
      const shape = [filters, parts[i]?.pictures as number, rows, columns]
      return tf.transpose(tf.reshape(output as tf.Tensor, shape), [1, 2, 3, 0])
    })
    return { value: tf.concat(outputs, 0), gradFunc }
  })
  const output = operation(kernel, gamma, beta) as Tensor4D
  return { output, mean: tf.reshape(mean, [filters]), variance: tf.reshape(variance, [filters]) }
}

/**
 * A part's share of the gradients before the scale, one matrix so that a part is ended before the next is begun:
 * [9 * channels + 2, filters], of the kernel, then what passed the ReLU and what passed times the pooled map, summed.
 */
function partGradient(dy: tf.Tensor, saved: readonly tf.Tensor[]): tf.Tensor {
  const [pooled, output, ...rest] = saved as [tf.Tensor, tf.Tensor, ...tf.Tensor[]]
  const [maps, patches] = [rest.slice(0, 4), rest.slice(4)]
  const through = passed(dy, output)
  const kernel = routed(through, maps, pooled, patches, (patch, own) => tf.matMul(patch, own, false, true))
  const row = (values: tf.Tensor) => tf.reshape(tf.sum(values, 1), [1, -1])
  return tf.concat([kernel, row(through), row(tf.mul(through, pooled))], 0)
}
