import type { HostTensorMap, Program } from '../program.ts'
import { graphNames, trace } from '../trace/backend.ts'
import { writeOnnx } from '../onnx/write.ts'
import { foldConstants } from './fold.ts'
import { decodeModel, type OnnxModel } from './model.ts'
import { renameValues } from './rename.ts'

/**
 * A trained program as a file of standard ONNX ops: inputs and outputs under the program's own names, dimension 0 free
 * and called `batch`, the state inside as constants.
 */
export async function programToModel(program: Program, frozen: HostTensorMap): Promise<OnnxModel> {
  const graph = await trace(program, { block: 0 }, frozen)
  const model = decodeModel(writeOnnx(graph, { batch: 'batch' }))
  renameValues(model, new Map(Object.keys(program.inputs).map((name) => [graphNames.input(name), name])))
  await foldConstants(model)
  return model
}
