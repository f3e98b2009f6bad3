/**
 * The stack of Koch, Zemel and Salakhutdinov, "Siamese Neural Networks for One-shot Image Recognition" (2015): valid
 * convolutions with bias and ReLU, max pooling by 2, and one dense sigmoid layer whose output is the code.
 */
import { tf } from '../../engine/index.ts'
import type { SpecMap, Tensor1D, Tensor2D, Tensor4D, TensorMap } from '../../engine/index.ts'
import type { EncoderSpec, InputSpec } from '../../../shared/recipe.ts'
import { UserError } from '../../../shared/errors.ts'
import { countNumbers, filled, float, get, normal, specOf } from '../tensors.ts'
import type { Encoder, LayerInfo } from './encoder.ts'

type KochSpec = Extract<EncoderSpec, { kind: 'koch' }>

/** Shapes of the whole stack. @throws UserError `recipe/…` when a picture is too small for the kernels. */
function layout(input: InputSpec, spec: KochSpec): { parameters: SpecMap; layers: LayerInfo[] } {
  if (spec.filters.length !== spec.kernels.length)
    throw new UserError(
      'recipe/mismatch',
      `encoder.filters has ${spec.filters.length} entries and encoder.kernels has ${spec.kernels.length}.`,
      { subject: 'encoder.kernels', next: 'Give every convolution one number of filters and one kernel size.' },
    )
  const parameters: SpecMap = {}
  const layers: LayerInfo[] = []
  let { width, height }: { width: number; height: number } = input
  let channels: number = input.channels
  spec.filters.forEach((filters, i) => {
    const kernel = spec.kernels[i] as number
    const pools = i < spec.filters.length - 1 || spec.poolLast
    width -= kernel - 1
    height -= kernel - 1
    if (pools) [width, height] = [width >> 1, height >> 1]
    if (width < 1 || height < 1)
      throw new UserError('recipe/too-small', `Pictures of ${input.width} x ${input.height} vanish in conv${i + 1}.`, {
        subject: 'input.width',
        next: 'Use larger pictures, smaller kernels or fewer convolutions.',
      })
    const own = {
      [`conv${i + 1}/kernel`]: float(kernel, kernel, channels, filters),
      [`conv${i + 1}/bias`]: float(filters),
    }
    Object.assign(parameters, own)
    const kind = `conv ${kernel}x${kernel}, ReLU${pools ? ', max pool 2' : ''}`
    layers.push({ name: `conv${i + 1}`, kind, output: [height, width, filters], parameters: countNumbers(own) })
    channels = filters
  })
  const dense = { 'dense/kernel': float(width * height * channels, spec.codes), 'dense/bias': float(spec.codes) }
  Object.assign(parameters, dense)
  layers.push({ name: 'dense', kind: 'dense, sigmoid', output: [spec.codes], parameters: countNumbers(dense) })
  return { parameters, layers }
}

export function kochEncoder(input: InputSpec, spec: KochSpec): Encoder {
  const { parameters, layers } = layout(input, spec)
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
    encode(values, images) {
      let map = images
      for (let i = 0; i <= last; i++) {
        map = tf.conv2d(map, get<Tensor4D>(values, `conv${i + 1}/kernel`), 1, 'valid')
        // Adding a constant and ReLU keep the order of numbers, so they may follow the pool: same result, a quarter of the work.
        if (i < last || spec.poolLast) map = tf.maxPool(map, 2, 2, 'valid')
        map = tf.relu(tf.add(map, get<Tensor1D>(values, `conv${i + 1}/bias`)))
      }
      const flat = tf.reshape(map, [-1, specOf(parameters, 'dense/kernel').shape[0] as number]) as Tensor2D
      const dense = tf.add(tf.matMul(flat, get<Tensor2D>(values, 'dense/kernel')), get<Tensor1D>(values, 'dense/bias'))
      return { codes: tf.sigmoid(dense) as Tensor2D, buffers: {} as TensorMap }
    },
  }
}
