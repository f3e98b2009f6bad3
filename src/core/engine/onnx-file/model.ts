/**
 * An ONNX file taken apart: the messages of onnx.proto as they are, so that whatever we do not touch is written back
 * unchanged. Names are those protobufjs gives the fields.
 */
import type protobuf from 'protobufjs/light.js'
import { ModelProto } from '../onnx/schema.ts'

/** A 64-bit number as protobufjs reads it; plain numbers may be put in its place. */
export type Int64 = number | { toNumber(): number; toString(): string }

export interface TensorProto {
  name: string
  dims: Int64[]
  dataType: number
  rawData: Uint8Array
  floatData?: number[]
  int32Data?: number[]
  int64Data?: Int64[]
  /** 1 where the numbers lie in another file. */
  dataLocation?: number
}

export interface AttributeProto {
  name: string
  type: number
  f?: number
  i?: Int64
  s?: Uint8Array
  t?: TensorProto | null
  g?: GraphProto | null
  floats?: number[]
  ints?: Int64[]
  graphs?: GraphProto[]
}

export interface NodeProto {
  opType: string
  domain: string
  name: string
  input: string[]
  output: string[]
  attribute: AttributeProto[]
}

export interface Dimension {
  dimValue?: Int64
  dimParam?: string
}

export interface ValueInfo {
  name: string
  type?: { tensorType?: { elemType: number; shape?: { dim: Dimension[] } | null } | null } | null
}

export interface GraphProto {
  name: string
  node: NodeProto[]
  initializer: TensorProto[]
  input: ValueInfo[]
  output: ValueInfo[]
  valueInfo: ValueInfo[]
}

export interface OnnxModel {
  irVersion: Int64
  producerName: string
  producerVersion: string
  docString: string
  opsetImport: { domain: string; version: Int64 }[]
  metadataProps: { key: string; value: string }[]
  graph: GraphProto
}

export function toNumber(value: Int64): number {
  return typeof value === 'number' ? value : value.toNumber()
}

/** @throws Error when the bytes are no ONNX file */
export function decodeModel(bytes: Uint8Array): OnnxModel {
  const model = ModelProto.decode(bytes) as unknown as Partial<OnnxModel>
  if (!model.graph) throw new Error('it holds no graph')
  return model as OnnxModel
}

export function encodeModel(model: OnnxModel): Uint8Array {
  return ModelProto.encode(ModelProto.fromObject(model) as protobuf.Message).finish()
}

/** Version of the standard ops the model uses. */
export function opsetOf(model: OnnxModel): number {
  const entry = model.opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx')
  return entry ? toNumber(entry.version) : 1
}

/** An attribute's number, or undefined where the node does not have it. */
export function intAttribute(node: NodeProto, name: string): number | undefined {
  const attribute = node.attribute.find((one) => one.name === name)
  return attribute ? toNumber(attribute.i ?? 0) : undefined
}

export function intsAttribute(node: NodeProto, name: string): number[] | undefined {
  return node.attribute.find((one) => one.name === name)?.ints?.map(toNumber)
}

export function floatAttribute(node: NodeProto, name: string): number | undefined {
  const attribute = node.attribute.find((one) => one.name === name)
  return attribute ? (attribute.f ?? 0) : undefined
}

export function textAttribute(node: NodeProto, name: string): string | undefined {
  const attribute = node.attribute.find((one) => one.name === name)
  return attribute ? new TextDecoder().decode(attribute.s) : undefined
}
