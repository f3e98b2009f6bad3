import { tf } from '../../engine/index.ts'
import type { Scalar, TensorMap } from '../../engine/index.ts'
import { isKernel } from '../tensors.ts'

/** `weight` times the sum of squares of every kernel (Keras' `l2`, without a half); biases are left alone. */
export function l2Penalty(parameters: TensorMap, weight: number): Scalar {
  const sums = Object.entries(parameters)
    .filter(([name]) => isKernel(name))
    .map(([, kernel]) => tf.sum(tf.square(kernel)))
  return tf.mul(sums.length === 0 ? tf.scalar(0) : tf.addN(sums), weight) as Scalar
}
