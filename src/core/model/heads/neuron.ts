/** Heads that end in a sigmoid neuron. A score near 0 means same, near 1 different. */
import { tf } from '../../engine/index.ts'
import type { Tensor, Tensor1D, Tensor2D, TensorMap } from '../../engine/index.ts'
import { get } from '../tensors.ts'

/**
 * Logits of pairs; their sigmoid is the score.
 * @param left codes [pairs, codes] @param right codes [pairs, codes] @returns [pairs]
 */
export function pairLogits(kind: 'subtract' | 'l1', values: TensorMap, left: Tensor2D, right: Tensor2D): Tensor1D {
  const difference = tf.sub(left, right)
  const compared = (kind === 'l1' ? tf.abs(difference) : difference) as Tensor2D
  const weight = tf.reshape(get<Tensor1D>(values, 'head/weight'), [-1, 1]) as Tensor2D
  const product = tf.reshape(tf.matMul(compared, weight), [-1])
  return tf.add(product, get<Tensor>(values, 'head/bias')) as Tensor1D
}
