import { tf } from '../../engine/index.ts'
import type { Scalar, TensorMap } from '../../engine/index.ts'
import { isKernel } from '../tensors.ts'

/** `weight` times the sum of squares of every kernel (Keras' `l2`, without a half); biases are left alone. */
export function l2Penalty(parameters: TensorMap, weight: number): Scalar {
  const sums = Object.entries(parameters)
    .filter(([name]) => isKernel(name))
    .map(([, kernel]) => sumOfSquares(kernel))
  return tf.mul(sums.length === 0 ? tf.scalar(0) : tf.addN(sums), weight) as Scalar
}

/** Its gradient is one number times the kernel; autodiff writes two more tensors as large as the kernel on the way. */
const sumOfSquares = tf.customGrad((x, save) => {
  const kernel = x as tf.Tensor
  ;(save as tf.GradSaveFunc)([kernel])
  const gradFunc = (dy: tf.Tensor, [saved]: tf.Tensor[]) => tf.mul(saved as tf.Tensor, tf.mul(dy, 2))
  return { value: tf.sum(tf.square(kernel)), gradFunc }
})
