/**
 * How a kernel is tested: a case draws shapes and attributes, makes a trial of them, and the trial runs on the reference
 * and through the tracer. For tests only.
 */
import fc from 'fast-check'
import { Rng } from '../../../../shared/random.ts'
import { tf, type Tensor, type Tensor4D } from '../../tf.ts'
import { sizeOf, type DType, type HostTensorMap, type TensorMap } from '../../program.ts'

/** Draws one number of an input. */
export type Fill = (rng: Rng) => number

export interface Drawn {
  readonly shape: readonly number[]
  readonly dtype: DType
  readonly fill: Fill
}

export interface Trial {
  readonly inputs: Readonly<Record<string, Drawn>>
  readonly run: (inputs: TensorMap) => Tensor | Tensor[]
  /** Inputs `run` is differentiated by; absent where there is nothing to differentiate. */
  readonly gradients?: readonly string[]
  /** Standard ONNX only, as where the processor has no blocked kernels. */
  readonly unblocked?: boolean
}

export interface KernelCase {
  readonly name: string
  /** Kernels that must have run in the trials of this case. */
  readonly kernels: readonly string[]
  /** Largest allowed difference, relative to the largest number of the tensor. */
  readonly tolerance: number
  /** Draws trials from the fixed seed and hands each to `verify`. */
  readonly check: (verify: (trial: Trial) => Promise<void>) => Promise<void>
}

/**
 * TensorFlow.js computes each number in doubles and rounds once; ONNX Runtime stays in floats, where one op is off by a
 * few units of 6e-8. Sums of some hundred products stay below this.
 */
const TOLERANCE = 1e-5
const RUNS = 12
const SEED = 20261123

export function kernelCase<Parameters>(
  name: string,
  kernels: readonly string[],
  parameters: fc.Arbitrary<Parameters>,
  trial: (parameters: Parameters) => Trial,
  { runs = RUNS, tolerance = TOLERANCE } = {},
): KernelCase {
  const check = (verify: (trial: Trial) => Promise<void>) =>
    fc.assert(
      fc.asyncProperty(parameters, (drawn) => verify(trial(drawn))),
      { seed: SEED, numRuns: runs },
    )
  return { name, kernels, tolerance, check }
}

/** The numbers of a trial's inputs: the same for the same seed. */
export function fillInputs(inputs: Trial['inputs'], seed: number): HostTensorMap {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { shape, dtype, fill }]) => {
      const rng = new Rng(seed, name)
      const numbers = Array.from({ length: sizeOf(shape) }, () => fill(rng))
      return [name, { shape, dtype, data: dtype === 'int32' ? Int32Array.from(numbers) : Float32Array.from(numbers) }]
    }),
  )
}

const SPECIAL = [NaN, Infinity, -Infinity, 0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -3, 100, -100]

export const fills = {
  normal: (rng: Rng) => rng.normal(),
  positive: (rng: Rng) => 0.1 + Math.abs(rng.normal()),
  /** Far enough from zero to divide by. */
  divisor: (rng: Rng) => (rng.next() < 0.5 ? -1 : 1) * (0.5 + Math.abs(rng.normal())),
  /** Halves from -3 to 3: many are equal, and rounding has ties. */
  halves: (rng: Rng) => (rng.int(13) - 6) / 2,
  /** Too small for 1 + x to keep. */
  tiny: (rng: Rng) => rng.normal() * 1e-7,
  wide: (rng: Rng) => rng.uniform(-30, 30),
  special: (rng: Rng) => rng.pick(SPECIAL),
  whole: (rng: Rng) => rng.int(21) - 10,
  wholeDivisor: (rng: Rng) => (rng.next() < 0.5 ? -1 : 1) * (1 + rng.int(5)),
  truth: (rng: Rng) => rng.int(2),
  below: (limit: number) => (rng: Rng) => rng.int(limit),
} satisfies Record<string, Fill | ((limit: number) => Fill)>

export const float = (shape: readonly number[], fill: Fill = fills.normal): Drawn => ({ shape, dtype: 'float32', fill })
export const int = (shape: readonly number[], fill: Fill = fills.whole): Drawn => ({ shape, dtype: 'int32', fill })

/** Element types of tensors in programs; truth values come in as 0 and 1 and are cast. */
export type Kind = 'float32' | 'int32' | 'bool'
export const kinds = fc.constantFrom<Kind>('float32', 'int32', 'bool')
export const numberKinds = fc.constantFrom<'float32' | 'int32'>('float32', 'int32')

export function ofKind(kind: Kind, shape: readonly number[], fill?: Fill): Drawn {
  if (kind === 'float32') return float(shape, fill)
  return int(shape, kind === 'bool' ? fills.truth : (fill ?? fills.whole))
}

/** The tensor as `kind`, and what comes of truth values as 0 and 1. */
export const asKind = (x: Tensor, kind: Kind): Tensor => (kind === 'bool' ? tf.cast(x, 'bool') : x)
export const asNumbers = (x: Tensor): Tensor => (x.dtype === 'bool' ? tf.cast(x, 'int32') : x)

/** Integer from `min` to `max`. */
export const whole = (min: number, max: number) => fc.integer({ min, max })

export const shapeOf = (minRank: number, maxRank: number, maxSize = 5) =>
  fc.array(whole(1, maxSize), { minLength: minRank, maxLength: maxRank })

/** Channel counts that fill blocks of 8 and 16, only of 8, and none. */
export const channels = fc.constantFrom(1, 3, 8, 16, 32)

/** [pictures, height, width, channels] */
export const pictureShape = fc.tuple(whole(1, 3), whole(1, 4), whole(1, 4), channels)

/**
 * The same numbers as a convolution's output: a 1 x 1 convolution with the identity. The tracer has it in the layout
 * convolutions make, which depends on the number of channels.
 */
export function asPicture(x: Tensor): Tensor4D {
  const count = x.shape[3] as number
  const identity = Float32Array.from({ length: count * count }, (_, i) => (i % (count + 1) === 0 ? 1 : 0))
  return tf.conv2d(x as Tensor4D, tf.tensor4d(identity, [1, 1, count, count]), 1, 'same')
}

/**
 * Padding by one number: TensorFlow.js then counts windows across as it counts them down, and so is right for square
 * filters and strides only.
 */
export function squareWhenPadded<
  Window extends { readonly pad: unknown; readonly filter: [number, number]; readonly strides: [number, number] },
>(drawn: Window): Window {
  if (typeof drawn.pad !== 'number') return drawn
  return { ...drawn, filter: [drawn.filter[0], drawn.filter[0]], strides: [drawn.strides[0], drawn.strides[0]] }
}

/** An axis of a tensor, as programs give it: from the front, or negative from the back. */
export const axisOf = (rank: number) => whole(-rank, rank - 1)
