/**
 * A convolution of the pictures themselves followed by max pooling by 2. The four pixels of a pooling window are four
 * convolutions with stride 2, so that the big map never exists, neither on the way there nor as a gradient on the way back.
 */
import { tf } from '../../engine/index.ts'
import type { Tensor4D } from '../../engine/index.ts'
import { routed } from './routed.ts'

/** Pixels of a pooling window, row by row. */
const WINDOW = [[0, 0], [0, 1], [1, 0], [1, 1]] as const // prettier-ignore

/**
 * `maxPool(conv2d(images, kernel, 1, 'valid'), 2, 2, 'valid')`. No gradient of images.
 * @param images [n, h, w, c]; @param kernel [kh, kw, c, out]
 */
export function pictureConvPool(images: Tensor4D, kernel: Tensor4D): Tensor4D {
  const [n, h, w, c] = images.shape
  const [kh, kw] = kernel.shape
  const reach = (size: number, length: number) => 2 * ((size - length + 1) >> 1) - 2 + length
  const size = [n, reach(h, kh), reach(w, kw), c] as [number, number, number, number]
  const shifted = WINDOW.map(([row, column]) => tf.slice(images, [0, row, column, 0], size))
  const operation = tf.customGrad((k, save) => {
    const maps = shifted.map((x) => tf.conv2d(x, k as Tensor4D, 2, 'valid'))
    const pooled = maps.reduce((largest, map) => tf.maximum(largest, map))
    ;(save as tf.GradSaveFunc)([pooled, ...maps, ...shifted])
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [largest, ...rest] = saved as [tf.Tensor, ...tf.Tensor[]]
      return routed(dy, rest.slice(0, 4), largest, rest.slice(4), filterGradient(kernel))
    }
    return { value: pooled, gradFunc }
  })
  return operation(kernel) as Tensor4D
}

/** The filter's gradient kernel; TensorFlow.js has no public function for it. */
const filterGradient = (kernel: Tensor4D) => (x: tf.Tensor, dy: tf.Tensor) =>
  tf
    .engine()
    .runKernel<tf.Tensor>(
      'Conv2DBackpropFilter',
      { x, dy },
      { strides: [2, 2], pad: 'valid', dataFormat: 'NHWC', filterShape: kernel.shape },
    )
