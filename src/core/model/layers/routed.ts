/** Backward through the choice of the largest pixel of each pooling window, where what the pixels were made of is known. */
import { tf } from '../../engine/index.ts'
import { total } from './total.ts'

/**
 * The gradient of something linear in what the pixels were made of. The first of the largest pixels of a window takes it,
 * as in TensorFlow: what is left for one pixel is left for all behind it too, so it is a sum over what is left, times how
 * the source of each pixel differs from the one before.
 * @param gradient of the pooled map; @param maps what was pooled, a map for each pixel of the windows
 * @param sources what each map was made of; @param share of a source, for the gradient of its map
 */
export function routed<Source extends tf.Tensor>(
  gradient: tf.Tensor,
  maps: readonly tf.Tensor[],
  pooled: tf.Tensor,
  sources: readonly Source[],
  share: (source: Source, gradient: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  let left = gradient
  const shares = sources.map((source, i) => {
    if (i === 0) return share(source, left)
    left = tf.mul(left, tf.step(tf.sub(pooled, maps[i - 1] as tf.Tensor)))
    return share(tf.sub(source, sources[i - 1] as Source), left)
  })
  return total(shares)
}
