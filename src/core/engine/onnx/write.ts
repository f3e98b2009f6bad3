import type protobuf from 'protobufjs/light.js'
import type { Attribute, Graph, GraphNode, Value } from './graph.ts'
import { ATTRIBUTE_TYPE, ELEMENT_TYPE, ModelProto } from './schema.ts'

const OPSET = 18
const IR_VERSION = 10

export interface WriteOptions {
  /** Name of dimension 0 of every input and output that is free to change; absent where shapes are fixed. */
  readonly batch?: string
  /** Inputs whose dimension 0 is not that batch, for all that: the state. */
  readonly fixed?: ReadonlySet<string>
  readonly metadata?: Readonly<Record<string, string>>
  readonly doc?: string
}

function attribute(name: string, value: Attribute): object {
  if (typeof value === 'number') return { name, i: value, type: ATTRIBUTE_TYPE.int }
  if (typeof value === 'string') return { name, s: Buffer.from(value), type: ATTRIBUTE_TYPE.string }
  if ('float' in value) return { name, f: value.float, type: ATTRIBUTE_TYPE.float }
  return { name, ints: value, type: ATTRIBUTE_TYPE.ints }
}

function tensor(value: Value): object {
  const data = value.constant
  if (!data) throw new Error(`${value.name} is not a constant`)
  return {
    name: value.name,
    dims: value.shape,
    dataType: ELEMENT_TYPE[value.type],
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  }
}

function valueInfo(value: Value, batch: string | undefined): object {
  const dim = value.shape.map((size, axis) => (axis === 0 && batch ? { dimParam: batch } : { dimValue: size }))
  return { name: value.name, type: { tensorType: { elemType: ELEMENT_TYPE[value.type], shape: { dim } } } }
}

/** A node's name in the file. */
export const nodeName = (node: GraphNode, index: number) => `${node.op}_${index}`

/** Serialises a graph as an ONNX model file. */
export function writeOnnx(
  graph: Graph,
  { batch, fixed = new Set(), metadata = {}, doc }: WriteOptions = {},
): Uint8Array {
  const domains = new Set(graph.nodes.map((node) => node.domain).filter((domain) => domain !== ''))
  const model = {
    irVersion: IR_VERSION,
    producerName: 'oneshot-studio',
    docString: doc ?? '',
    opsetImport: [{ domain: '', version: OPSET }, ...[...domains].map((domain) => ({ domain, version: 1 }))],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    graph: {
      name: graph.name,
      node: graph.nodes.map((node, index) => ({
        name: nodeName(node, index),
        opType: node.op,
        domain: node.domain,
        input: node.inputs.map((value) => value?.name ?? ''),
        output: node.outputs.map((value) => value.name),
        attribute: Object.entries(node.attributes).map(([name, value]) => attribute(name, value)),
      })),
      initializer: graph.constants.map(tensor),
      input: graph.inputs.map((value) => valueInfo(value, fixed.has(value.name) ? undefined : batch)),
      output: graph.outputs.map((value) => valueInfo(value, batch)),
    },
  }
  return ModelProto.encode(ModelProto.fromObject(model) as protobuf.Message).finish()
}
