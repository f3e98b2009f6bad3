import type { SpecMap } from '../../engine/program.ts'
import type { EncoderSpec, InputSpec } from '../../../shared/recipe.ts'
import { UserError } from '../../../shared/errors.ts'
import { countNumbers, float } from '../tensors.ts'
import type { LayerInfo, Layout } from './encoder.ts'

export type Conv4Spec = Extract<EncoderSpec, { kind: 'conv4' }>

/** Shapes of all blocks; `flat` is the size of the last map. @throws UserError `recipe/…` when a map would vanish. */
export function conv4Layout(input: InputSpec, spec: Conv4Spec): Layout & { readonly flat: number } {
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
        values: { width: input.width, height: input.height, layer: name },
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
  return { parameters, buffers, layers, codes: spec.embedding || flat, flat }
}
