/**
 * TensorFlow's GraphDef as JSON, the topology of a TF.js graph model. Field names and values are those of TensorFlow's
 * protos (https://github.com/tensorflow/tensorflow/blob/v2.16.1/tensorflow/core/framework/graph.proto, Apache-2.0) in
 * their JSON mapping, which `@tensorflow/tfjs-converter` reads: whole numbers as text, bytes as base64.
 */
export type TfType = 'DT_FLOAT' | 'DT_INT32' | 'DT_BOOL'
export type WeightType = 'float32' | 'int32' | 'bool'

export type AttrValue =
  | { readonly type: TfType }
  | { readonly b: boolean }
  | { readonly i: string }
  | { readonly f: number }
  | { readonly s: string }
  | { readonly shape: TfShape }
  | { readonly list: { readonly i: readonly string[] } }
  | { readonly tensor: { readonly dtype: TfType; readonly tensorShape: TfShape } }

export interface TfShape {
  readonly dim: readonly { readonly size: string }[]
}

export interface NodeDef {
  readonly name: string
  readonly op: string
  readonly input: readonly string[]
  readonly attr: Readonly<Record<string, AttrValue>>
}

export interface Weight {
  readonly name: string
  readonly shape: readonly number[]
  readonly dtype: WeightType
  readonly data: Float32Array | Int32Array | Uint8Array
}

export interface TensorInfo {
  readonly name: string
  readonly dtype: TfType
  readonly tensorShape: TfShape
}

/** A converted model, ready to be written. */
export interface GraphModelData {
  readonly nodes: readonly NodeDef[]
  readonly weights: readonly Weight[]
  readonly inputs: Readonly<Record<string, TensorInfo>>
  readonly outputs: Readonly<Record<string, TensorInfo>>
}

export const TF_TYPES = { float32: 'DT_FLOAT', int32: 'DT_INT32', bool: 'DT_BOOL' } as const

/** Attributes of a node, each as JSON has it. */
export const attr = {
  type: (type: TfType): AttrValue => ({ type }),
  flag: (b: boolean): AttrValue => ({ b }),
  int: (value: number): AttrValue => ({ i: String(value) }),
  float: (f: number): AttrValue => ({ f }),
  text: (value: string): AttrValue => ({ s: Buffer.from(value).toString('base64') }),
  ints: (values: readonly number[]): AttrValue => ({ list: { i: values.map(String) } }),
}

/** null is the batch. */
export function tfShape(shape: readonly (number | null)[]): TfShape {
  return { dim: shape.map((size) => ({ size: String(size ?? -1) })) }
}
