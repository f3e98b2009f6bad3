/** The numbers of an ONNX file's tensors. */
import { ELEMENT_TYPE } from '../onnx/schema.ts'
import { toNumber, type TensorProto } from './model.ts'

export type FileElementType = keyof typeof ELEMENT_TYPE
export type FileData = Float32Array | Uint8Array | Int32Array | BigInt64Array

export interface FileTensor {
  readonly shape: readonly number[]
  readonly type: FileElementType
  readonly data: FileData
}

const ARRAYS = {
  float32: Float32Array,
  uint8: Uint8Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
} as const

/** Our name of a TensorProto.DataType, or undefined for one we do not handle. */
export function elementTypeOf(dataType: number): FileElementType | undefined {
  return (Object.keys(ELEMENT_TYPE) as FileElementType[]).find((type) => ELEMENT_TYPE[type] === dataType)
}

/** @throws Error that names the tensor when its numbers lie in another file or are of a type we do not handle */
export function readTensor(tensor: TensorProto): FileTensor {
  const type = elementTypeOf(tensor.dataType)
  if (tensor.dataLocation === 1) throw new Error(`the numbers of '${tensor.name}' lie in another file`)
  if (!type) throw new Error(`'${tensor.name}' has numbers of ONNX type ${tensor.dataType}`)
  const shape = tensor.dims.map(toNumber)
  if (tensor.rawData.length > 0) {
    // Copied, because numbers in a file need not start at a multiple of their size.
    const bytes = new Uint8Array(tensor.rawData)
    return { shape, type, data: new ARRAYS[type](bytes.buffer) }
  }
  if (type === 'float32') return { shape, type, data: Float32Array.from(tensor.floatData ?? []) }
  if (type === 'int64')
    return { shape, type, data: BigInt64Array.from(tensor.int64Data ?? [], (value) => BigInt(value.toString())) }
  const whole = tensor.int32Data ?? []
  return { shape, type, data: type === 'int32' ? Int32Array.from(whole) : Uint8Array.from(whole) }
}

export function makeTensor(name: string, { shape, type, data }: FileTensor): TensorProto {
  return {
    name,
    dims: [...shape],
    dataType: ELEMENT_TYPE[type],
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  }
}
