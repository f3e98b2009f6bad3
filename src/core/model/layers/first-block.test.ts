import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tf } from '../../engine/index.ts'
import type { Program, Scalar, Tensor1D, Tensor4D } from '../../engine/index.ts'
import { compareOnReference, compareWithReference, mustAgree } from '../../engine/trace/compare.ts'
import { NORM_EPSILON } from './block.ts'
import { firstBlock, partsOf } from './first-block.ts'
import { normReluPool, type NormResult } from './norm-relu-pool.ts'

interface Shape {
  readonly n: number
  readonly h: number
  readonly w: number
  readonly channels: number
  readonly filters: number
}

type Block = (x: Tensor4D, kernel: Tensor4D, gamma: Tensor1D, beta: Tensor1D) => NormResult

const float32 = (...shape: number[]) => ({ shape, dtype: 'float32' as const })

/** Output, statistics and gradients of a block; the gradient of every number of the output is another. */
function programOf({ n, h, w, channels, filters }: Shape, block: Block): Program {
  const output = [n, h >> 1, w >> 1, filters]
  return {
    name: 'first block',
    inputs: {
      x: float32(n, h, w, channels),
      kernel: float32(3, 3, channels, filters),
      gamma: float32(filters),
      beta: float32(filters),
      weights: float32(...output),
    },
    state: {},
    run: ({ x, kernel, gamma, beta, weights }) => {
      let made: NormResult | undefined
      const { value, grads } = tf.valueAndGrads((k, g, b) => {
        made = block(x as Tensor4D, k as Tensor4D, tf.abs(g) as Tensor1D, b as Tensor1D)
        // Beside its value, `valueAndGrads` lets nothing out that is not kept.
        Object.values(made).forEach((tensor) => tf.keep(tensor))
        return tf.sum(tf.mul(made.output, weights!)) as Scalar
      })([kernel!, gamma!, beta!])
      const [dKernel, dGamma, dBeta] = grads as [Tensor4D, Tensor1D, Tensor1D]
      return { outputs: { value, ...(made as NormResult), dKernel, dGamma, dBeta } }
    },
  }
}

const inParts =
  (size: number): Block =>
  (x, kernel, gamma, beta) =>
    firstBlock(x, kernel, gamma, beta, NORM_EPSILON, partsOf(x.shape[0], 1, { whole: 0, part: size }))
const general: Block = (x, kernel, gamma, beta) =>
  normReluPool(tf.conv2d(x, kernel, 1, 'same'), gamma, beta, NORM_EPSILON)

const shapes = fc.record({
  n: fc.integer({ min: 1, max: 7 }),
  h: fc.integer({ min: 2, max: 9 }),
  w: fc.integer({ min: 2, max: 9 }),
  channels: fc.integer({ min: 1, max: 3 }),
  filters: fc.constantFrom(3, 16, 32),
})

describe('the block for pictures', () => {
  it('computes what the general block does, in parts of any size', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.integer({ min: 1, max: 8 }), async (shape, size) => {
        mustAgree(await compareOnReference(programOf(shape, inParts(size)), programOf(shape, general)), 1e-4)
      }),
      { seed: 20261129, numRuns: 20 },
    )
  })

  it('is recorded as the reference has it', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.integer({ min: 1, max: 8 }), async (shape, size) => {
        mustAgree(await compareWithReference(programOf(shape, inParts(size))), 1e-4)
      }),
      { seed: 20261129, numRuns: 10 },
    )
  })
})

describe('parts of a batch', () => {
  it('are one where all fits into the cache, else runs that cover it', () => {
    const size = { whole: 100, part: 30 }
    expect(partsOf(10, 10, size)).toEqual([{ from: 0, pictures: 10 }])
    expect(partsOf(11, 10, size).map(({ pictures }) => pictures)).toEqual([3, 3, 3, 2])
    expect(partsOf(3, 50, size)).toEqual([0, 1, 2].map((from) => ({ from, pictures: 1 })))
  })
})
