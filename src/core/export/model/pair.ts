/** The head as a model of its own: the codes of two pictures in, how different they are out. */
import type { Recipe } from '../../../shared/recipe.ts'
import { tf } from '../../engine/index.ts'
import type { HostTensorMap, Program, Tensor2D } from '../../engine/index.ts'
import { programToModel, type OnnxModel } from '../../engine/onnx-file/index.ts'
import { comparable, pairDistances } from '../../model/heads/distance.ts'
import { pairLogits } from '../../model/heads/neuron.ts'
import { headParameters, isNeuron } from '../../model/heads/parameters.ts'
import { float, get, pick } from '../../model/tensors.ts'

const EXAMPLE_BATCH = 2

/** `a` [batch, n] (the query's codes, where it matters) and `b` [batch, n] to `distance` [batch], row by row. */
function pairProgram({ name, head }: Pick<Recipe, 'name' | 'head'>, codes: number): Program {
  return {
    name: `compare ${name}`,
    inputs: { a: float(EXAMPLE_BATCH, codes), b: float(EXAMPLE_BATCH, codes) },
    state: headParameters(head, codes),
    batchIsFree: true,
    run(inputs, state) {
      const [a, b] = [get<Tensor2D>(inputs, 'a'), get<Tensor2D>(inputs, 'b')]
      if (isNeuron(head)) return { outputs: { distance: tf.sigmoid(pairLogits(head.kind, state, a, b)) } }
      const distance = pairDistances(head, comparable(head, a), comparable(head, b))
      // Rounding may put equal directions a hair below zero.
      return { outputs: { distance: tf.relu(distance) } }
    },
  }
}

/** `a` and `b` [batch, codes] to `distance` [batch], smaller = more alike; `a` is the query where the order matters. */
export async function pairModel(recipe: Recipe, codes: number, state: HostTensorMap): Promise<OnnxModel> {
  const program = pairProgram(recipe, codes)
  return programToModel(program, pick(state, Object.keys(program.state)))
}
