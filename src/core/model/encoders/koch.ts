/**
 * The stack of Koch, Zemel and Salakhutdinov, "Siamese Neural Networks for One-shot Image Recognition" (2015): valid
 * convolutions with bias and ReLU, max pooling by 2, and one dense sigmoid layer whose output is the code.
 */
import { tf } from '../../engine/index.ts'
import type { Tensor1D, Tensor2D, Tensor4D, TensorMap } from '../../engine/index.ts'
import type { InputSpec } from '../../../shared/recipe.ts'
import { filled, get, normal, specOf } from '../tensors.ts'
import { pictureConvPool } from '../layers/picture-conv-pool.ts'
import type { Encoder } from './encoder.ts'
import { kochLayout, type KochSpec } from './koch-layout.ts'

/** Codes are [pictures, `spec.codes`], each number 0..1. @throws UserError as `kochLayout` */
export function kochEncoder(input: InputSpec, spec: KochSpec): Encoder {
  const { parameters, layers } = kochLayout(input, spec)
  const last = spec.filters.length - 1

  return {
    parameters,
    buffers: {},
    codes: spec.codes,
    layers,
    init(rng) {
      const values = Object.entries(parameters).map(([name, tensor]) => {
        if (name.endsWith('/bias')) {
          return [
            name,
            spec.biasStd > 0 ? normal(rng, tensor, spec.biasMean, spec.biasStd) : filled(tensor, spec.biasMean),
          ]
        }
        return [name, normal(rng, tensor, 0, name.startsWith('dense') ? spec.denseStd : spec.weightStd)]
      })
      return Object.fromEntries(values)
    },
    encode(values, images, mode) {
      let map = images
      for (let i = 0; i <= last; i++) {
        const kernel = get<Tensor4D>(values, `conv${i + 1}/kernel`)
        const pooled = i < last || spec.poolLast
        // Adding a constant and ReLU keep the order of numbers, so they may follow the pool: same result, a quarter of the work.
        if (i === 0 && pooled && mode === 'train') map = pictureConvPool(map, kernel)
        else map = convPool(map, kernel, pooled)
        map = tf.relu(tf.add(map, get<Tensor1D>(values, `conv${i + 1}/bias`)))
      }
      const flat = tf.reshape(map, [-1, specOf(parameters, 'dense/kernel').shape[0] as number]) as Tensor2D
      const dense = tf.add(tf.matMul(flat, get<Tensor2D>(values, 'dense/kernel')), get<Tensor1D>(values, 'dense/bias'))
      return { codes: tf.sigmoid(dense) as Tensor2D, buffers: {} as TensorMap }
    },
  }
}

function convPool(map: Tensor4D, kernel: Tensor4D, pooled: boolean): Tensor4D {
  const made = tf.conv2d(map, kernel, 1, 'valid')
  return pooled ? tf.maxPool(made, 2, 2, 'valid') : made
}
