import type { HostTensorMap, Program, SpecMap, TensorMap } from './program.ts'
import { sizeOf } from './program.ts'

/** @throws Error that names the tensor when a name is missing or unknown, or a shape, type or length does not fit. */
export function checkTensors(
  specs: SpecMap,
  values: HostTensorMap,
  { of, batchIsFree }: { of: string; batchIsFree: boolean },
): void {
  for (const name of Object.keys(values)) if (!(name in specs)) throw new Error(`there is no ${of} called '${name}'`)
  for (const [name, spec] of Object.entries(specs)) {
    const value = values[name]
    if (!value) throw new Error(`${of} '${name}' is missing`)
    const expected = batchIsFree ? [value.shape[0], ...spec.shape.slice(1)] : spec.shape
    const fits = expected.length === value.shape.length && expected.every((size, axis) => size === value.shape[axis])
    if (!fits)
      throw new Error(`${of} '${name}' has shape [${value.shape.join(', ')}], expected [${expected.join(', ')}]`)
    if (value.dtype !== spec.dtype) throw new Error(`${of} '${name}' is ${value.dtype}, expected ${spec.dtype}`)
    if (value.data.length !== sizeOf(value.shape))
      throw new Error(`${of} '${name}' holds ${value.data.length} numbers, its shape needs ${sizeOf(value.shape)}`)
  }
}

/** @throws Error when a program would change a state it does not have, or the shape or type of one. */
export function checkNextState(program: Program, next: TensorMap): void {
  for (const [name, { shape, dtype }] of Object.entries(next)) {
    const spec = program.state[name]
    if (!spec) throw new Error(`${program.name} returns a state called '${name}', which it does not have`)
    if (shape.join() !== spec.shape.join())
      throw new Error(`${program.name} makes '${name}' [${shape.join(', ')}], its state is [${spec.shape.join(', ')}]`)
    if (dtype !== spec.dtype) throw new Error(`${program.name} makes '${name}' ${dtype}, its state is ${spec.dtype}`)
  }
}
