/**
 * A program is a pure function from named inputs and named state to named outputs and the next state, written once over
 * TensorFlow.js ops. `compile` turns it into an executable for one device; between runs the state stays inside.
 */
import type { Tensor } from '@tensorflow/tfjs-core'

export type DType = 'float32' | 'int32'

/** Shape and type of a named tensor. */
export interface TensorSpec {
  readonly shape: readonly number[]
  readonly dtype: DType
}

/** A tensor on the host: row-major data of `shape`. */
export interface HostTensor {
  readonly shape: readonly number[]
  readonly dtype: DType
  readonly data: Float32Array | Int32Array
}

export type TensorMap = Record<string, Tensor>
export type HostTensorMap = Record<string, HostTensor>
export type SpecMap = Record<string, TensorSpec>

export interface ProgramResult {
  /** Small tensors only: a big output costs as much as the step that made it. */
  readonly outputs: TensorMap
  /** Next values of the state entries that change; the others stay. Shapes must not change. */
  readonly state?: TensorMap
}

export interface Program {
  readonly name: string
  readonly inputs: SpecMap
  readonly state: SpecMap
  /**
   * Inference programs only: dimension 0 of every input and output may differ from run to run. The shape given in
   * `inputs` is then an example.
   */
  readonly batchIsFree?: boolean
  /** Must be pure: no randomness, no reading of values, the same ops every time. */
  readonly run: (inputs: TensorMap, state: TensorMap) => ProgramResult
}

/** A program made ready for one device. Calls must not overlap. */
export interface Executable {
  readonly program: Program
  readonly device: string
  /** Runs once; state is advanced. @throws UserError `engine/…` when the device fails. */
  run(inputs: HostTensorMap): Promise<HostTensorMap>
  /** Copy of the present state, or of some of its entries. */
  readState(names?: readonly string[]): Promise<HostTensorMap>
  /** Replaces the state (all entries). @throws Error when a name, shape or type does not fit the program. */
  writeState(state: HostTensorMap): Promise<void>
  dispose(): Promise<void>
}

export interface CompileOptions {
  /**
   * Values of the whole state, which then never change: quicker for a trained network, since weights are laid out once.
   */
  readonly frozen?: HostTensorMap
}

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1)
}

export function floatTensor(shape: readonly number[], data: Float32Array): HostTensor {
  return { shape, dtype: 'float32', data }
}

export function intTensor(shape: readonly number[], data: Int32Array): HostTensor {
  return { shape, dtype: 'int32', data }
}

/** State filled with zeros. */
export function zeroState(specs: SpecMap): HostTensorMap {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape, dtype }]) => [
      name,
      { shape, dtype, data: dtype === 'int32' ? new Int32Array(sizeOf(shape)) : new Float32Array(sizeOf(shape)) },
    ]),
  )
}
