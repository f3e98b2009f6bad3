/** For tests: runs a program on the reference and through the tracer, or two on the reference, with the same random inputs. */
import { Rng } from '../../../shared/random.ts'
import { compileEager } from '../eager/executor.ts'
import { compileOnnx } from '../onnx/executor.ts'
import { sizeOf, type HostTensorMap, type Program, type SpecMap } from '../program.ts'

/** Normal numbers (float32) or whole numbers 0..4 (int32), the same for the same seed. */
export function randomTensors(specs: SpecMap, seed: number): HostTensorMap {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape, dtype }]) => {
      const rng = new Rng(seed, name)
      const length = sizeOf(shape)
      const data =
        dtype === 'int32'
          ? Int32Array.from({ length }, () => rng.int(5))
          : Float32Array.from({ length }, () => rng.normal())
      return [name, { shape, dtype, data }]
    }),
  )
}

const isFinite = (value: number) => Number.isFinite(value)

/** Difference of two numbers; NaN equals NaN, and an infinity only itself. */
function distance(a: number, b: number): number {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return 0
  const difference = Math.abs(a - b)
  return isFinite(difference) ? difference : Infinity
}

export interface Difference {
  readonly difference: number
  readonly where: string
}

/** @throws Error that says where they differ by more than the tolerance */
export function mustAgree({ difference, where }: Difference, tolerance: number): void {
  if (!(difference <= tolerance)) throw new Error(`off by ${difference.toPrecision(3)} in ${where}`)
}

/** Largest difference of any number, relative to the largest finite number of its tensor (at least 1). */
export function largestDifference(a: HostTensorMap, b: HostTensorMap): Difference {
  let worst: Difference = { difference: 0, where: 'nothing' }
  if (Object.keys(a).sort().join() !== Object.keys(b).sort().join()) return { difference: Infinity, where: 'names' }
  for (const [name, left] of Object.entries(a)) {
    const right = b[name]
    if (!right || right.data.length !== left.data.length || right.shape.join() !== left.shape.join())
      return { difference: Infinity, where: `shape of ${name}` }
    if (right.dtype !== left.dtype) return { difference: Infinity, where: `type of ${name}` }
    const scale = (left.data as Float32Array).filter(isFinite).reduce((most, v) => Math.max(most, Math.abs(v)), 1)
    left.data.forEach((value: number, i: number) => {
      const difference = distance(value, right.data[i] as number) / scale
      if (difference > worst.difference) worst = { difference, where: `${name} at ${i}: ${value} and ${right.data[i]}` }
    })
  }
  return worst
}

export interface CompareOptions {
  readonly seed?: number
  readonly steps?: number
  /** State entries that must not be negative. */
  readonly positiveState?: readonly string[]
  /** Inputs of a step. @default random ones of `seed` */
  readonly inputs?: (step: number) => HostTensorMap
  /** Standard ONNX only. */
  readonly unblocked?: boolean
}

/** Runs a program `steps` times on both and compares outputs of every step and the last state. */
export async function compareWithReference(
  program: Program,
  { seed = 1, steps = 1, positiveState = [], inputs, unblocked = false }: CompareOptions = {},
): Promise<Difference> {
  const state = randomTensors(program.state, seed)
  for (const name of positiveState) state[name]?.data.forEach((v, i, data) => (data[i] = Math.abs(v)))
  const executables = [await compileEager(program, 'cpu'), await compileOnnx(program, 'cpu', { unblocked })]
  const results: HostTensorMap[] = []
  for (const executable of executables) {
    await executable.writeState(state)
    const all: HostTensorMap = {}
    for (let step = 0; step < steps; step++) {
      const outputs = await executable.run(inputs?.(step) ?? randomTensors(program.inputs, seed * 1000 + step))
      for (const [name, value] of Object.entries(outputs)) all[`${name} at step ${step}`] = value
    }
    Object.assign(all, await executable.readState())
    await executable.dispose()
    results.push(all)
  }
  return largestDifference(results[0] as HostTensorMap, results[1] as HostTensorMap)
}

/** Runs two programs that take the same inputs on the reference, and compares their outputs. */
export async function compareOnReference(one: Program, other: Program): Promise<Difference> {
  const outputs = async (program: Program) => {
    const executable = await compileEager(program, 'cpu')
    const made = await executable.run(randomTensors(program.inputs, 1))
    await executable.dispose()
    return made
  }
  return largestDifference(await outputs(one), await outputs(other))
}
