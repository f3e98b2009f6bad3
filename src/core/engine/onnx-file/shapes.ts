/**
 * Shapes of everything inside a file, found by running it with one and with two pictures: no rules of inference that
 * could be wrong, and what depends on the batch shows itself.
 */
import { encodeModel, toNumber, type OnnxModel } from './model.ts'
import { runOnnxOnce, type FileTensors } from './run.ts'
import { elementTypeOf, readTensor, type FileElementType, type FileTensor } from './tensor.ts'

export interface FoundShape {
  /** null: depends on the batch. */
  readonly shape: readonly (number | null)[]
  readonly type: FileElementType
}

/** Zeros for every input; free dimensions become the batch. @throws Error for an input without a known shape */
function exampleInputs(model: OnnxModel, batch: number): FileTensors {
  return Object.fromEntries(
    model.graph.input.map(({ name, type }) => {
      const shape = type?.tensorType?.shape?.dim.map(({ dimValue }) => toNumber(dimValue ?? 0) || batch)
      const element = elementTypeOf(type?.tensorType?.elemType ?? 0)
      if (!shape || (element !== 'float32' && element !== 'uint8'))
        throw new Error(`the input '${name}' is no float32 or uint8 tensor of known shape`)
      const length = shape.reduce((product, size) => product * size, 1)
      const data = element === 'uint8' ? new Uint8Array(length) : new Float32Array(length)
      return [name, { shape, type: element, data }] as const
    }),
  )
}

/** Shape and type by name, constants and inputs included. @throws Error when the file does not run */
export async function findShapes(model: OnnxModel): Promise<Map<string, FoundShape>> {
  const { graph } = model
  const names = graph.node.flatMap(({ output }) => output).filter((name) => name !== '')
  const bytes = encodeModel({ ...model, graph: { ...graph, output: names.map((name) => ({ name })), valueInfo: [] } })
  const [one, two] = [exampleInputs(model, 1), exampleInputs(model, 2)]
  const small = { ...one, ...(await runOnnxOnce(bytes, one)) }
  const large = { ...two, ...(await runOnnxOnce(bytes, two)) }
  const found = new Map<string, FoundShape>()
  for (const tensor of graph.initializer) {
    const { shape, type } = readTensor(tensor)
    found.set(tensor.name, { shape, type })
  }
  for (const [name, { shape, type }] of Object.entries(small)) {
    const other = (large[name] as FileTensor).shape
    found.set(name, { shape: shape.map((size, axis) => (size === other[axis] ? size : null)), type })
  }
  return found
}
