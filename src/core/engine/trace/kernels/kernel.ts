import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Tracer } from '../tracer.ts'

export type Inputs = Readonly<Record<string, TensorInfo>>
export type Attrs = Readonly<Record<string, unknown>>

/** How a TensorFlow.js kernel is written as ONNX ops. Kernels that take a list get it as `{0: …, 1: …}`. */
export type Lowering = (tracer: Tracer, inputs: Inputs, attrs: Attrs) => TensorInfo | TensorInfo[]

export type Lowerings = Readonly<Record<string, Lowering>>

/** An input the kernel always has. */
export function input(inputs: Inputs, name: string): TensorInfo {
  const info = inputs[name]
  if (!info) throw new Error(`the kernel was called without its input '${name}'`)
  return info
}

/** The inputs of a kernel that takes a list. */
export function listOf(inputs: Inputs): TensorInfo[] {
  return Object.values(inputs)
}

export function elementType(info: TensorInfo): 'float32' | 'int32' | 'bool' {
  if (info.dtype === 'float32' || info.dtype === 'int32' || info.dtype === 'bool') return info.dtype
  throw new Error(`tensors of type ${info.dtype} cannot be traced`)
}

/** Axes as TensorFlow.js gives them (one, several, none for all, negative from the end), ascending from zero. */
export function axesOf(axis: unknown, rank: number): number[] {
  const given = axis === undefined || axis === null ? [...Array(rank).keys()] : [axis as number | number[]].flat()
  return given.map((a) => (a < 0 ? a + rank : a)).sort((a, b) => a - b)
}
