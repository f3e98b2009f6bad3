/**
 * Conv-4, the usual small encoder of few-shot learning (Vinyals et al. 2016, Snell et al. 2017): blocks of convolution
 * 3x3, batch norm, ReLU and max pooling, flattened, then an optional dense layer without activation.
 */
import { tf } from '../../engine/index.ts'
import type { Tensor1D, Tensor2D, TensorMap } from '../../engine/index.ts'
import type { InputSpec } from '../../../shared/recipe.ts'
import { filled, get, normal } from '../tensors.ts'
import { convNormReluPool } from '../layers/block.ts'
import { conv4Layout, type Conv4Spec } from './conv4-layout.ts'
import type { Encoder } from './encoder.ts'

/** Codes: [pictures, `spec.embedding`], or the flattened last map where that is 0. @throws UserError as `conv4Layout` */
export function conv4Encoder(input: InputSpec, spec: Conv4Spec): Encoder {
  const { parameters, buffers, layers, flat, codes } = conv4Layout(input, spec)

  return {
    parameters,
    buffers,
    codes,
    layers,
    init(rng) {
      const values = Object.entries({ ...parameters, ...buffers }).map(([name, tensor]) => {
        if (name === 'dense/kernel') return [name, normal(rng, tensor, 0, Math.sqrt(1 / flat))]
        if (name.endsWith('/kernel')) {
          // He et al. 2015: half of a ReLU's inputs are cut off, so the variance is 2 / fan-in.
          const fanIn = 9 * (tensor.shape[2] as number)
          return [name, normal(rng, tensor, 0, Math.sqrt(2 / fanIn))]
        }
        return [name, filled(tensor, name.endsWith('/gamma') || name.endsWith('/variance') ? 1 : 0)]
      })
      return Object.fromEntries(values)
    },
    encode(values, images, mode) {
      const next: TensorMap = {}
      let map = images
      spec.filters.forEach((_, i) => {
        const of = (part: string) => get<Tensor1D>(values, `block${i + 1}/${part}`)
        const block = {
          kernel: get<typeof images>(values, `block${i + 1}/kernel`),
          gamma: of('gamma'),
          beta: of('beta'),
          mean: of('mean'),
          variance: of('variance'),
        }
        const { output, mean, variance } = convNormReluPool(map, block, mode, { first: i === 0 })
        if (mode === 'train') {
          next[`block${i + 1}/mean`] = blend(block.mean, mean, spec.momentum)
          next[`block${i + 1}/variance`] = blend(block.variance, variance, spec.momentum)
        }
        map = output
      })
      const flattened = tf.reshape(map, [-1, flat]) as Tensor2D
      if (spec.embedding === 0) return { codes: flattened, buffers: next }
      const dense = tf.add(
        tf.matMul(flattened, get<Tensor2D>(values, 'dense/kernel')),
        get<Tensor1D>(values, 'dense/bias'),
      )
      return { codes: dense as Tensor2D, buffers: next }
    },
  }
}

function blend(old: Tensor1D, now: Tensor1D, momentum: number): Tensor1D {
  return tf.add(tf.mul(old, momentum), tf.mul(now, 1 - momentum))
}
