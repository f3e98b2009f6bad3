import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileEager } from '../../../eager/executor.ts'
import { compileOnnx } from '../../../onnx/executor.ts'
import type { HostTensorMap, Program } from '../../../program.ts'
import { tf, type Tensor, type Tensor4D } from '../../../tf.ts'
import { trace } from '../../backend.ts'
import { largestDifference, mustAgree, randomTensors, type Difference } from '../../compare.ts'
import { chooseTiles, type Tiles } from './plan.ts'

interface Drawn {
  readonly n: number
  readonly size: readonly [number, number]
  readonly kernel: readonly [number, number]
  readonly channels: readonly [number, number]
  readonly pad: 'same' | 'valid'
  readonly tiles: Tiles
}

const float32 = (...shape: number[]) => ({ shape, dtype: 'float32' as const })

/** A convolution behind a pointwise function, with all gradients. */
function programOf({ n, size, kernel, channels, pad }: Drawn): Program {
  return {
    name: 'convolution',
    inputs: { x: float32(n, ...size, channels[0]), filter: float32(...kernel, ...channels) },
    state: {},
    run: ({ x, filter }) => {
      const loss = (a: Tensor, b: Tensor) => {
        const y = tf.conv2d(tf.sin(a) as Tensor4D, b as Tensor4D, 1, pad)
        return tf.mean(tf.square(y)) as tf.Scalar
      }
      const { value, grads } = tf.valueAndGrads(loss)([x!, filter!])
      const y = tf.conv2d(tf.sin(x!) as Tensor4D, filter as Tensor4D, 1, pad)
      return { outputs: { value, x: grads[0]!, filter: grads[1]!, y } }
    },
  }
}

const drawn: fc.Arbitrary<Drawn> = fc
  .record({
    n: fc.integer({ min: 1, max: 9 }),
    size: fc.tuple(fc.integer({ min: 6, max: 17 }), fc.integer({ min: 6, max: 17 })),
    kernel: fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })),
    channels: fc.tuple(fc.constantFrom(1, 3, 16), fc.constantFrom(2, 16, 32)),
    pad: fc.constantFrom('same' as const, 'valid' as const),
    extra: fc.integer({ min: 0, max: 12 }),
    atOnce: fc.integer({ min: 1, max: 9 }),
  })
  .map(({ extra, atOnce, ...rest }) => ({ ...rest, tiles: { size: Math.max(...rest.kernel) + 1 + extra, atOnce } }))

/** Every tensor's largest difference, relative to its own largest number. */
function relative(a: HostTensorMap, b: HostTensorMap): Difference {
  const scaled = (values: HostTensorMap): HostTensorMap =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => {
        const most = (a[name]!.data as Float32Array).reduce((largest, v) => Math.max(largest, Math.abs(v)), 1e-30)
        return [name, { ...value, data: (value.data as Float32Array).map((v) => v / most) }]
      }),
    )
  return largestDifference(scaled(a), scaled(b))
}

describe('convolutions by Fourier transforms', () => {
  it('are convolutions, with all gradients, at odd shapes, any tile and any number of pictures at once', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async (shape) => {
        const program = programOf(shape)
        const inputs = randomTensors(program.inputs, 1)
        const reference = await compileEager(program, 'cpu')
        const ours = await compileOnnx(program, 'cpu', { tiles: () => shape.tiles })
        const { size, atOnce } = shape.tiles
        const parts = atOnce < shape.n ? `, ${atOnce} pictures at once` : ''
        expect(ours.choices).toContainEqual(expect.stringMatching(`Fourier transforms of ${size}x${size}${parts}$`))
        const difference = relative(await reference.run(inputs), await ours.run(inputs))
        await ours.dispose()
        await reference.dispose()
        mustAgree(difference, 1e-5)
      }),
      { seed: 20261124, numRuns: 40 },
    )
  })

  it('transform every picture and filter once', async () => {
    const shape: Drawn = {
      n: 8,
      size: [20, 20],
      kernel: [5, 5],
      channels: [16, 16],
      pad: 'valid',
      tiles: { size: 12, atOnce: 8 },
    }
    const graph = await trace(programOf(shape), { block: 8, tiles: () => shape.tiles })
    // Tiles along two axes of the picture; those of the output's gradient touch.
    expect(graph.nodes.filter(({ op }) => op === 'Gather')).toHaveLength(2)
    // Products over the frequencies: of the convolution and its two gradients.
    const stacks = graph.nodes.filter(({ op, outputs }) => op.endsWith('MatMul') && outputs[0]?.shape[0] === 12 * 7)
    expect(stacks).toHaveLength(3)
    expect(graph.nodes.some(({ op }) => op === 'Conv')).toBe(false)
  })

  it('are left alone with strides, and chosen for many channels and large kernels only', async () => {
    const strided: Program = {
      ...programOf({
        n: 2,
        size: [9, 9],
        kernel: [4, 4],
        channels: [16, 16],
        pad: 'same',
        tiles: { size: 8, atOnce: 2 },
      }),
      run: ({ x, filter }) => ({ outputs: { y: tf.conv2d(x as Tensor4D, filter as Tensor4D, 2, 'same') } }),
    }
    expect(
      (await trace(strided, { block: 8, tiles: () => ({ size: 8, atOnce: 2 }) })).nodes.some(({ op }) => op === 'Conv'),
    ).toBe(true)
    const article = {
      pictures: 16,
      channels: 64,
      filters: 128,
      kernel: [7, 7],
      input: [45, 45],
      output: [39, 39],
    } as const
    expect(chooseTiles(article)).toMatchObject({ size: expect.toSatisfy((size: number) => size > 12), atOnce: 16 })
    const large = chooseTiles({ ...article, pictures: 130 })
    expect(large?.atOnce).toBe(44)
    expect(chooseTiles({ ...article, channels: 3 })).toBeUndefined()
    expect(chooseTiles({ ...article, pictures: 2 })).toBeUndefined()
    expect(chooseTiles({ ...article, kernel: [3, 3], output: [43, 43] })).toBeUndefined()
  })
})
