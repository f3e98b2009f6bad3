import type { NodeProto } from '../../../engine/onnx-file/index.ts'
import type { Converter } from '../converter.ts'

/** Adds what one ONNX node does to the TensorFlow graph. */
export type ConvertOp = (converter: Converter, node: NodeProto) => void
/** By the name of the ONNX op. */
export type ConvertOps = Readonly<Record<string, ConvertOp>>

/** The type attribute of nodes that compute with float32. */
export const FLOAT = { T: { type: 'DT_FLOAT' } } as const

/** First input and first output of a node. */
export function ends(node: NodeProto): { x: string; y: string } {
  return { x: node.input[0] ?? '', y: node.output[0] ?? '' }
}
