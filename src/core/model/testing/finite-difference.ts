/** Checks gradients against differences of the loss itself. For tests. */
import { expect } from 'vitest'
import { tf } from '../../engine/index.ts'
import type { Scalar, Tensor } from '../../engine/index.ts'
import { Rng } from '../../../shared/random.ts'

/** Standard normal numbers of a seed. */
export function normals(count: number, ...key: (number | string)[]): Float32Array {
  const rng = new Rng(...key)
  return Float32Array.from({ length: count }, () => rng.normal())
}

/**
 * Expects the gradient of `f` at `at` to be its central difference in every entry, within `tolerance` of the largest
 * gradient. float32 leaves about three digits: keep away from kinks.
 */
export function expectGradient(
  f: (x: Tensor) => Scalar,
  at: Float32Array,
  shape: number[],
  { tolerance = 5e-3, step = 4e-3 } = {},
): void {
  const value = (x: Float32Array) => tf.tidy(() => f(tf.tensor(x, shape)).dataSync()[0] as number)
  const derivative = tf.grad((x: Tensor) => f(x))
  const gradient = tf.tidy(() => derivative(tf.tensor(at, shape)).dataSync<'float32'>())
  const largest = gradient.reduce((most, entry) => Math.max(most, Math.abs(entry)), 1e-3)
  at.forEach((entry, i) => {
    const moved = at.slice()
    moved[i] = entry + step
    const above = value(moved)
    moved[i] = entry - step
    const difference = (above - value(moved)) / (2 * step)
    expect(Math.abs((gradient[i] as number) - difference) / largest, `entry ${i} of ${at.length}`).toBeLessThan(
      tolerance,
    )
  })
}
