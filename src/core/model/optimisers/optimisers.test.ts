import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tf } from '../../engine/index.ts'
import type { Scalar, TensorMap } from '../../engine/index.ts'
import type { OptimiserSpec } from '../../../shared/recipe.ts'
import { createOptimiser, rateAt } from './index.ts'
import { layerRatesOf } from './sgd.ts'

/** Steps on 'a/kernel' and 'a/bias', one number each, with the gradient 2 x - 1 of the moment. */
function run(spec: OptimiserSpec, rates: number[]): { kernel: number; bias: number } {
  const optimiser = createOptimiser(spec)
  const parameters = {
    'a/kernel': { shape: [1], dtype: 'float32' as const },
    'a/bias': { shape: [1], dtype: 'float32' as const },
  }
  let values: TensorMap = { 'a/kernel': tf.tensor1d([2]), 'a/bias': tf.tensor1d([-1]) }
  for (const name of Object.keys(optimiser.state(parameters))) values[name] = tf.zeros([1])
  rates.forEach((rate, i) => {
    const current = { 'a/kernel': values['a/kernel']!, 'a/bias': values['a/bias']! }
    const gradients = Object.fromEntries(Object.entries(current).map(([name, x]) => [name, tf.sub(tf.mul(x, 2), 1)]))
    const next = optimiser.update(current, gradients, values, tf.scalar(rate) as Scalar, tf.scalar(i + 1) as Scalar)
    values = { ...values, ...next }
  })
  return { kernel: values['a/kernel']!.dataSync()[0]!, bias: values['a/bias']!.dataSync()[0]! }
}

const RATES = [0.1, 0.1, 0.05, 0.2]

describe('optimisers against their formulas', () => {
  it.each([0, 0.9])('sgd, momentum %f, decay on the kernel only', (momentum) => {
    const plain = (x: number, decay: number) => {
      let v = 0
      for (const rate of RATES) {
        v = momentum * v + 2 * x - 1 + decay * x
        x -= rate * v
      }
      return x
    }
    const { kernel, bias } = run({ kind: 'sgd', rate: 1, momentum, decay: 0.01 }, RATES)
    expect(kernel).toBeCloseTo(plain(2, 0.01), 5)
    expect(bias).toBeCloseTo(plain(-1, 0), 5)
  })

  it('sgd with a momentum that rises, as Koch et al. 2015 have it', () => {
    const plain = (x: number) => {
      let v = 0
      RATES.forEach((rate, i) => {
        v = (0.5 + 0.4 * Math.min(1, i / 2)) * v + 2 * x - 1
        x -= rate * v
      })
      return x
    }
    const rising = { momentum: 0.9, momentumFrom: 0.5, momentumSteps: 2 }
    const { kernel, bias } = run({ kind: 'sgd', rate: 1, ...rising, decay: 0 }, RATES)
    expect(kernel).toBeCloseTo(plain(2), 5)
    expect(bias).toBeCloseTo(plain(-1), 5)
  })

  it('sgd with a rate for each layer; more rates than layers are refused', () => {
    const spec = { kind: 'sgd', rate: 1, momentum: 0, decay: 0 } as const
    expect(run({ ...spec, layerRates: [0.5] }, RATES)).toEqual(
      run(
        spec,
        RATES.map((rate) => rate * 0.5),
      ),
    )
    expect(run({ ...spec, layerRates: [0] }, RATES)).toEqual({ kernel: 2, bias: -1 })
    expect(() => run({ ...spec, layerRates: [1, 1] }, RATES)).toThrow('optimiser.layerRates has 2 numbers')
    const names = ['conv1/kernel', 'conv1/bias', 'dense/kernel', 'head/weight']
    expect([...layerRatesOf(names, [0.1, 2]).values()]).toEqual([0.1, 0.1, 2, 1])
  })

  const plainAdam = (x: number, decay: number) => {
    let [m, v] = [0, 0]
    RATES.forEach((rate, i) => {
      const g = 2 * x - 1
      m = 0.9 * m + 0.1 * g
      v = 0.99 * v + 0.01 * g * g
      const alpha = (rate * Math.sqrt(1 - 0.99 ** (i + 1))) / (1 - 0.9 ** (i + 1))
      x = x - rate * decay * x - (alpha * m) / (Math.sqrt(v) + 1e-4)
    })
    return x
  }

  it('adam, bias-corrected', () => {
    const { kernel, bias } = run({ kind: 'adam', rate: 1, beta1: 0.9, beta2: 0.99, epsilon: 1e-4 }, RATES)
    expect(kernel).toBeCloseTo(plainAdam(2, 0), 4)
    expect(bias).toBeCloseTo(plainAdam(-1, 0), 4)
  })

  it('adamw, decay beside the gradient and on the kernel only', () => {
    const { kernel, bias } = run({ kind: 'adamw', rate: 1, beta1: 0.9, beta2: 0.99, epsilon: 1e-4, decay: 0.1 }, RATES)
    expect(kernel).toBeCloseTo(plainAdam(2, 0.1), 4)
    expect(bias).toBeCloseTo(plainAdam(-1, 0), 4)
  })
})

describe('rateAt', () => {
  const at = (schedule: Parameters<typeof rateAt>[0], step: number, totalSteps = 100) =>
    rateAt(schedule, { rate: 2 }, { step, totalSteps })

  it('is constant, steps down, or falls along a cosine to zero', () => {
    expect(at({ kind: 'constant', warmup: 0 }, 77)).toBe(2)
    expect(at({ kind: 'step', factor: 0.5, every: 10, warmup: 0 }, 25)).toBe(0.5)
    expect(at({ kind: 'cosine', warmup: 0 }, 0)).toBe(2)
    expect(at({ kind: 'cosine', warmup: 0 }, 50)).toBeCloseTo(1, 12)
    expect(at({ kind: 'cosine', warmup: 0 }, 100)).toBe(0)
    expect(at({ kind: 'cosine', warmup: 0 }, 140)).toBe(0)
  })

  it('warms up to the full rate in equal steps', () => {
    expect([0, 1, 2, 3, 4].map((step) => at({ kind: 'constant', warmup: 4 }, step))).toEqual([0.5, 1, 1.5, 2, 2])
    expect(at({ kind: 'cosine', warmup: 4 }, 4)).toBe(2)
  })

  it('is never negative, above the rate, or NaN', () => {
    const step = fc.nat(1000)
    const schedule = fc.constantFrom(
      { kind: 'cosine', warmup: 20 } as const,
      { kind: 'constant', warmup: 5 } as const,
      { kind: 'step', factor: 0.3, every: 7, warmup: 3 } as const,
    )
    fc.assert(
      fc.property(schedule, step, step, (schedule, step, total) => {
        const rate = at(schedule, step, total)
        expect(rate).toBeGreaterThanOrEqual(0)
        expect(rate).toBeLessThanOrEqual(2)
      }),
      { seed: 3 },
    )
  })
})
