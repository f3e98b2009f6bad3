import { tf } from '../../engine/index.ts'

/** The sum of tensors of one shape, one added after the other, so that what each was made of need not be held. */
export const total = <T extends tf.Tensor>(parts: readonly T[]): T => parts.reduce((sum, part) => tf.add(sum, part))
