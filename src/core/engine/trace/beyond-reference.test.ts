/** What TensorFlow.js' cpu backend gets wrong and the tracer right, against values known otherwise. */
import { describe, expect, it } from 'vitest'
import { compileOnnx } from '../onnx/executor.ts'
import { floatTensor, intTensor, type HostTensorMap, type Program, type SpecMap } from '../program.ts'
import { tf, type Tensor, type Tensor4D } from '../tf.ts'
import { randomTensors } from './compare.ts'

async function traced(
  inputs: SpecMap,
  values: HostTensorMap,
  run: (inputs: Record<string, Tensor>) => Tensor,
): Promise<number[]> {
  const program: Program = { name: 'known', inputs, state: {}, run: (given) => ({ outputs: { y: run(given) } }) }
  const executable = await compileOnnx(program, 'cpu')
  const { y } = await executable.run(values)
  await executable.dispose()
  return Array.from(y!.data)
}

const list = (size: number) => ({ shape: [size], dtype: 'float32' as const })

describe('kernels the reference gets wrong', () => {
  it('chooses whole rows by a list of truths', async () => {
    const specs: SpecMap = {
      c: { shape: [2], dtype: 'int32' },
      t: { shape: [2, 3], dtype: 'float32' },
      e: { shape: [2, 3], dtype: 'float32' },
    }
    const values = {
      c: intTensor([2], Int32Array.of(0, 1)),
      t: floatTensor([2, 3], Float32Array.of(1, 2, 3, 4, 5, 6)),
      e: floatTensor([2, 3], Float32Array.of(-1, -2, -3, -4, -5, -6)),
    }
    const rows = await traced(specs, values, ({ c, t, e }) =>
      tf.engine().runKernel<Tensor>('Select', { condition: tf.cast(c!, 'bool'), t: t!, e: e! }),
    )
    expect(rows).toEqual([-1, -2, -3, 4, 5, 6])
  })

  it('broadcasts stacks of matrices axis by axis', async () => {
    const specs: SpecMap = {
      a: { shape: [2, 1, 1, 1], dtype: 'float32' },
      b: { shape: [2, 3, 1, 1], dtype: 'float32' },
    }
    const values = {
      a: floatTensor([2, 1, 1, 1], Float32Array.of(2, 10)),
      b: floatTensor([2, 3, 1, 1], Float32Array.of(1, 2, 3, 4, 5, 6)),
    }
    expect(await traced(specs, values, ({ a, b }) => tf.matMul(a!, b!))).toEqual([2, 4, 6, 40, 50, 60])
  })

  it('keeps NaN as a sign and takes 1 to any power as 1', async () => {
    const x = floatTensor([3], Float32Array.of(NaN, -2, 0))
    expect(await traced({ x: list(3) }, { x }, ({ x: given }) => tf.sign(given!))).toEqual([NaN, -1, 0])
    expect(await traced({ x: list(3) }, { x }, ({ x: given }) => tf.pow(1, given!))).toEqual([1, 1, 1])
  })

  // Pooling is linear, so its gradient is its adjoint: <pool(x), w> = <x, gradient(w)>.
  it.each([
    { filter: 3, strides: 1, pad: 'same' as const, channels: 2 },
    { filter: 3, strides: 2, pad: 'same' as const, channels: 16 },
    { filter: 2, strides: 3, pad: 'same' as const, channels: 3 },
    { filter: 2, strides: 3, pad: 1, channels: 3 },
    { filter: 3, strides: 2, pad: 1, channels: 16 },
  ])(
    'shares the gradient of a mean among the pixels of the picture: %o',
    async ({ filter, strides, pad, channels }) => {
      const x = { shape: [2, 7, 8, channels], dtype: 'float32' as const }
      const pool = (picture: Tensor) =>
        tf.avgPool(picture as Tensor4D, filter, strides, pad, typeof pad === 'number' ? 'floor' : undefined)
      const [forward, backward] = await traced({ x }, randomTensors({ x }, 1), (given) => {
        const pooled = (picture: Tensor) => {
          const y = pool(picture)
          const weights = tf.reshape(tf.cos(tf.range(0, y.size)), y.shape)
          return tf.sum(tf.mul(y, weights))
        }
        const { value, grad } = tf.valueAndGrad(pooled)(given.x!)
        return tf.stack([value, tf.sum(tf.mul(grad, given.x!))])
      })
      expect(Math.abs(forward!)).toBeGreaterThan(0.01)
      expect(backward).toBeCloseTo(forward!, 4)
    },
  )
})
