import type { SpecMap } from '../../engine/program.ts'
import type { EncoderSpec, InputSpec } from '../../../shared/recipe.ts'
import { UserError } from '../../../shared/errors.ts'
import { countNumbers, float } from '../tensors.ts'
import type { LayerInfo, Layout } from './encoder.ts'

export type KochSpec = Extract<EncoderSpec, { kind: 'koch' }>

/** Shapes of the whole stack. @throws UserError `recipe/…` when a picture is too small for the kernels. */
export function kochLayout(input: InputSpec, spec: KochSpec): Layout {
  if (spec.filters.length !== spec.kernels.length)
    throw new UserError(
      'recipe/mismatch',
      `encoder.filters has ${spec.filters.length} entries and encoder.kernels has ${spec.kernels.length}.`,
      {
        subject: 'encoder.kernels',
        variant: 'kernels',
        values: { filters: spec.filters.length, kernels: spec.kernels.length },
        next: 'Give every convolution one number of filters and one kernel size.',
      },
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
        values: { width: input.width, height: input.height, layer: `conv${i + 1}` },
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
  return { parameters, buffers: {}, layers, codes: spec.codes }
}
