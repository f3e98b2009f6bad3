import type { Recipe } from '../../../shared/recipe.ts'
import type { HostTensorMap } from '../../engine/index.ts'
import { programToModel, renameValues, type OnnxModel } from '../../engine/onnx-file/index.ts'
import { createNetwork } from '../../model/network.ts'
import { pick } from '../../model/tensors.ts'
import { encodeProgram } from '../../model/training-program.ts'
import { Nodes, prepend, publicValue, UINT8 } from './nodes.ts'

/** Not 1: axes of one element are free to move, and the batch must not. */
const EXAMPLE_BATCH = 2

/**
 * A trained network: `images` [batch, height, width, channels] to `codes` [batch, n]. The images are float32 0..1,
 * inverted where the recipe says so; with `fold` they are uint8 and the model does that itself.
 */
export async function networkModel(recipe: Recipe, state: HostTensorMap, fold: boolean): Promise<OnnxModel> {
  const program = encodeProgram(recipe, createNetwork(recipe), EXAMPLE_BATCH)
  const model = await programToModel(program, pick(state, Object.keys(program.state)))
  if (fold) foldIn(model, recipe)
  return model
}

function foldIn(model: OnnxModel, { input }: Recipe): void {
  renameValues(model, new Map([['images', 'prepare/images']]))
  const nodes = new Nodes('prepare/')
  const values = nodes.op('Cast', ['images'], { to: 1 })
  const factor = nodes.floats([1 / 255], [])
  if (input.invert) {
    const scaled = nodes.op('Mul', [values, factor])
    nodes.op('Sub', [nodes.floats([1], []), scaled], {}, 'prepare/images')
  } else nodes.op('Mul', [values, factor], {}, 'prepare/images')
  prepend(model, nodes)
  model.graph.input = [publicValue('images', UINT8, [input.height, input.width, input.channels])]
}
