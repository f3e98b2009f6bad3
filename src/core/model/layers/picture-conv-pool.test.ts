import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tf } from '../../engine/index.ts'
import type { Program, Scalar, Tensor4D } from '../../engine/index.ts'
import { compareOnReference, compareWithReference, mustAgree } from '../../engine/trace/compare.ts'
import { pictureConvPool } from './picture-conv-pool.ts'
import { routed } from './routed.ts'

interface Shape {
  readonly n: number
  readonly size: readonly [number, number]
  readonly kernel: readonly [number, number]
  readonly channels: number
  readonly filters: number
}

type Block = (x: Tensor4D, kernel: Tensor4D) => Tensor4D

const float32 = (...shape: number[]) => ({ shape, dtype: 'float32' as const })

/** Output and the kernel's gradient; the gradient of every number of the output is another. */
function programOf({ n, size, kernel, channels, filters }: Shape, block: Block): Program {
  const output = [n, ...size.map((length, axis) => (length - kernel[axis]! + 1) >> 1), filters]
  return {
    name: 'convolution and pool',
    inputs: { x: float32(n, ...size, channels), k: float32(...kernel, channels, filters), w: float32(...output) },
    state: {},
    run: ({ x, k, w }) => {
      const loss = (kernel_: tf.Tensor) => tf.sum(tf.mul(block(x as Tensor4D, kernel_ as Tensor4D), w!)) as Scalar
      return { outputs: { y: block(x as Tensor4D, k as Tensor4D), gradient: tf.grad(loss)(k!) } }
    },
  }
}

const plain: Block = (x, kernel) => tf.maxPool(tf.conv2d(x, kernel, 1, 'valid'), 2, 2, 'valid')

const shapes = fc.record({
  n: fc.constantFrom(1, 3, 16),
  size: fc.tuple(fc.integer({ min: 6, max: 11 }), fc.integer({ min: 6, max: 11 })),
  kernel: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
  channels: fc.integer({ min: 1, max: 4 }),
  filters: fc.constantFrom(3, 16),
})

describe('a convolution of pictures and a pool', () => {
  it("is both one after the other, with the kernel's gradient", async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async (shape) => {
        mustAgree(await compareOnReference(programOf(shape, pictureConvPool), programOf(shape, plain)), 1e-5)
      }),
      { seed: 20261129, numRuns: 20 },
    )
  })

  it('is recorded as the reference has it', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async (shape) => {
        mustAgree(await compareWithReference(programOf(shape, pictureConvPool)), 1e-5)
      }),
      { seed: 20261129, numRuns: 15 },
    )
  })
})

describe('a gradient routed to the pixels of a window', () => {
  it('goes to the first of the largest', () => {
    // A column for each window: no ties, two that tie, all tie, the last alone.
    const maps = [[4, 1, 2, 1], [3, 5, 2, 2], [2, 5, 2, 3], [1, 0, 2, 4]].map((map) => tf.tensor1d(map)) // prettier-ignore
    const pooled = maps.reduce((largest, map) => tf.maximum(largest, map))
    // Sources that tell the pixels apart: what a pixel takes comes back times its own number.
    const sources = [1, 10, 100, 1000].map((number) => tf.scalar(number))
    const whole = routed(tf.tensor1d([1, 2, 3, 4]), maps, pooled, sources, (source, own) => tf.mul(own, source))
    expect(Array.from(whole.dataSync())).toEqual([1, 20, 3, 4000])
  })
})
