import { tf, type Tensor } from '../engine/index.ts'

/** Equal parts along dimension 0. TensorFlow.js' split has no gradient for a single part. */
export function partsOf<T extends Tensor>(tensor: T, count: number): T[] {
  return count === 1 ? [tensor] : (tf.split(tensor, count) as T[])
}
