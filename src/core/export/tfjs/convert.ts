/** An ONNX model of pictures to codes as a TensorFlow.js graph model. */
import {
  decodeModel,
  dropUnused,
  encodeModel,
  findShapes,
  foldConstants,
  mergePads,
  readTensor,
  type OnnxModel,
} from '../../engine/onnx-file/index.ts'
import { Converter, unsupported } from './converter.ts'
import { attr, tfShape, TF_TYPES, type GraphModelData, type TensorInfo } from './graph-def.ts'
import type { ConvertOps } from './ops/convert-op.ts'
import { elementwiseOps } from './ops/elementwise.ts'
import { moveOps } from './ops/moves.ts'
import { pictureOps } from './ops/pictures.ts'
import { rowOps } from './ops/rows.ts'

const OPS: ConvertOps = { ...elementwiseOps, ...moveOps, ...pictureOps, ...rowOps }

/**
 * An ONNX model as a TensorFlow graph; the model is not changed. uint8 inputs become int32, which is what `tf.browser.fromPixels` gives.
 * @throws UserError `export/unsupported` that names the op when one has no conversion
 */
export async function toGraphModel(source: OnnxModel): Promise<GraphModelData> {
  const model = decodeModel(encodeModel(source))
  await foldConstants(model)
  mergePads(model)
  const shapes = await findShapes(model)
  dropUnused(model)
  const { graph } = model
  const constants = new Map(graph.initializer.map((tensor) => [tensor.name, readTensor(tensor)]))
  const converter = new Converter(constants, shapes)
  const info = (node: string, value: string): TensorInfo => ({
    name: `${node}:0`,
    dtype: converter.type(value),
    tensorShape: tfShape(converter.shape(value)),
  })
  const inputs: Record<string, TensorInfo> = {}
  for (const { name } of graph.input) {
    const attributes = { dtype: attr.type(converter.type(name)), shape: { shape: tfShape(converter.shape(name)) } }
    const node = converter.op(name, 'Placeholder', [], attributes)
    converter.set(name, 'plain', node)
    inputs[name] = info(node, name)
  }
  for (const node of graph.node) {
    const convert = node.domain === '' || node.domain === 'ai.onnx' ? OPS[node.opType] : undefined
    if (!convert) throw unsupported(`the ONNX op '${node.opType}'`)
    convert(converter, node)
  }
  const outputs: Record<string, TensorInfo> = {}
  for (const { name } of graph.output) {
    const node = converter.op(`output/${name}`, 'Identity', [converter.get(name)], { T: attr.type(TF_TYPES.float32) })
    outputs[name] = info(node, name)
  }
  return { nodes: converter.nodes, weights: converter.weights, inputs, outputs }
}
