/** Small helpers around named tensors. */
import type { HostTensor, SpecMap, Tensor, TensorMap, TensorSpec } from '../engine/index.ts'
// Not the engine's index: shapes are wanted in places that do not load TensorFlow.js.
import { floatTensor, sizeOf } from '../engine/program.ts'
import type { Rng } from '../../shared/random.ts'

/** Spec of a float32 tensor. */
export function float(...shape: number[]): TensorSpec {
  return { shape, dtype: 'float32' }
}

/** Normally distributed start values. */
export function normal(rng: Rng, spec: TensorSpec, mean: number, std: number): HostTensor {
  const data = new Float32Array(sizeOf(spec.shape))
  for (let i = 0; i < data.length; i++) data[i] = mean + std * rng.normal()
  return floatTensor(spec.shape, data)
}

/** The same start value everywhere. */
export function filled(spec: TensorSpec, value: number): HostTensor {
  return floatTensor(spec.shape, new Float32Array(sizeOf(spec.shape)).fill(value))
}

/** The tensor of that name. @throws Error that names it when it is missing. */
export function get<T extends Tensor = Tensor>(values: TensorMap, name: string): T {
  const value = values[name]
  if (!value) throw new Error(`there is no tensor '${name}'; there are ${Object.keys(values).join(', ')}`)
  return value as T
}

/** The spec of that name. @throws Error that names it when it is missing. */
export function specOf(specs: SpecMap, name: string): TensorSpec {
  const spec = specs[name]
  if (!spec) throw new Error(`there is no tensor '${name}'; there are ${Object.keys(specs).join(', ')}`)
  return spec
}

/** The entries of those names only. */
export function pick<T>(values: Readonly<Record<string, T>>, names: Iterable<string>): Record<string, T> {
  const picked: Record<string, T> = {}
  for (const name of names) {
    const value = values[name]
    if (value === undefined) throw new Error(`there is no '${name}'; there are ${Object.keys(values).join(', ')}`)
    picked[name] = value
  }
  return picked
}

/** Numbers held by the tensors of a map. */
export function countNumbers(specs: SpecMap): number {
  return Object.values(specs).reduce((sum, spec) => sum + sizeOf(spec.shape), 0)
}

/** Whether weight decay and L2 apply: to kernels and the head's weight, not to biases and norm parameters. */
export function isKernel(name: string): boolean {
  return name.endsWith('/kernel') || name === 'head/weight'
}
