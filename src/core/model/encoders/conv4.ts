/**
 * Conv-4, the usual small encoder of few-shot learning (Vinyals et al. 2016, Snell et al. 2017): blocks of convolution
 * 3x3, batch norm, ReLU and max pooling, flattened, then an optional dense layer without activation.
 */
import { tf } from '../../engine/index.ts'
import type { SpecMap, Tensor1D, Tensor2D, TensorMap } from '../../engine/index.ts'
import type { EncoderSpec, InputSpec } from '../../../shared/recipe.ts'
import { UserError } from '../../../shared/errors.ts'
import { countNumbers, filled, float, get, normal } from '../tensors.ts'
import { convNormReluPool } from '../layers/block.ts'
import type { Encoder, LayerInfo } from './encoder.ts'

type Conv4Spec = Extract<EncoderSpec, { kind: 'conv4' }>

function layout(input: InputSpec, spec: Conv4Spec) {
  const parameters: SpecMap = {}
  const buffers: SpecMap = {}
  const layers: LayerInfo[] = []
  let { width, height }: { width: number; height: number } = input
  let channels: number = input.channels
  spec.filters.forEach((filters, i) => {
    const name = `block${i + 1}`
    width >>= 1
    height >>= 1
    if (width < 1 || height < 1)
      throw new UserError('recipe/too-small', `Pictures of ${input.width} x ${input.height} vanish in ${name}.`, {
        subject: 'encoder.filters',
        next: 'Use larger pictures or fewer blocks: every block halves width and height.',
      })
    const own = {
      [`${name}/kernel`]: float(3, 3, channels, filters),
      [`${name}/gamma`]: float(filters),
      [`${name}/beta`]: float(filters),
    }
    Object.assign(parameters, own)
    Object.assign(buffers, { [`${name}/mean`]: float(filters), [`${name}/variance`]: float(filters) })
    const kind = 'conv 3x3, batch norm, ReLU, max pool 2'
    layers.push({ name, kind, output: [height, width, filters], parameters: countNumbers(own) })
    channels = filters
  })
  const flat = width * height * channels
  if (spec.embedding > 0) {
    const own = { 'dense/kernel': float(flat, spec.embedding), 'dense/bias': float(spec.embedding) }
    Object.assign(parameters, own)
    layers.push({ name: 'dense', kind: 'dense', output: [spec.embedding], parameters: countNumbers(own) })
  }
  return { parameters, buffers, layers, flat }
}

export function conv4Encoder(input: InputSpec, spec: Conv4Spec): Encoder {
  const { parameters, buffers, layers, flat } = layout(input, spec)

  return {
    parameters,
    buffers,
    codes: spec.embedding || flat,
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
        const { output, mean, variance } = convNormReluPool(map, block, mode)
        if (mode === 'train') {
          next[`block${i + 1}/mean`] = blend(block.mean, mean, spec.momentum)
          next[`block${i + 1}/variance`] = blend(block.variance, variance, spec.momentum)
        }
        map = output
      })
      const codes = tf.reshape(map, [-1, flat]) as Tensor2D
      if (spec.embedding === 0) return { codes, buffers: next }
      const dense = tf.add(tf.matMul(codes, get<Tensor2D>(values, 'dense/kernel')), get<Tensor1D>(values, 'dense/bias'))
      return { codes: dense as Tensor2D, buffers: next }
    },
  }
}

function blend(old: Tensor1D, now: Tensor1D, momentum: number): Tensor1D {
  return tf.add(tf.mul(old, momentum), tf.mul(now, 1 - momentum))
}
