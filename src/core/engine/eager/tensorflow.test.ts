import { describe, expect, it } from 'vitest'
import { compile } from '../compile.ts'
import { tf } from '../tf.ts'
import { addRemovedUtilities, loadTensorflow, setTensorflowEnvironment, tensorflowVersion } from './tensorflow.ts'
import { useTensorflow } from '../../../../tests/fixtures/tensorflow.ts'

const isHere = useTensorflow()

const doubling = {
  name: 'doubling',
  inputs: { x: { shape: [2], dtype: 'float32' as const } },
  state: {},
  run: ({ x }: Record<string, tf.Tensor>) => ({ outputs: { y: tf.mul(x!, 2) } }),
}

describe("TensorFlow's native library", () => {
  it.skipIf(isHere)('is asked for in plain words where it is absent', async () => {
    await expect(compile(doubling, 'tensorflow')).rejects.toMatchObject({
      code: 'engine/no-such-device',
      subject: 'tensorflow',
      message: "TensorFlow's native library is not installed.",
      next: expect.stringContaining('npm run setup:tensorflow') as string,
    })
    expect(tf.getBackend()).toBe('cpu')
  })

  it.skipIf(!isHere)('computes where it is present', async () => {
    const executable = await compile(doubling, 'tensorflow')
    const { y } = await executable.run({ x: { shape: [2], dtype: 'float32', data: Float32Array.of(1, 2) } })
    expect(Array.from(y!.data)).toEqual([2, 4])
    await executable.dispose()
    await loadTensorflow()
    expect(tensorflowVersion()).toMatch(/^TensorFlow \d+\.\d+/)
    expect(tf.getBackend()).toBe('cpu')
  })

  it('takes memory of a card as it needs it, of several cards the first, and leaves what a person chose', () => {
    const env: NodeJS.ProcessEnv = {}
    setTensorflowEnvironment({ cuda: true }, env)
    expect(env).toMatchObject({
      TF_FORCE_GPU_ALLOW_GROWTH: 'true',
      CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
      CUDA_VISIBLE_DEVICES: '0',
    })
    const chosen: NodeJS.ProcessEnv = { CUDA_VISIBLE_DEVICES: '2', TF_FORCE_GPU_ALLOW_GROWTH: 'false' }
    setTensorflowEnvironment({ cuda: true }, chosen)
    expect(chosen).toMatchObject({ CUDA_VISIBLE_DEVICES: '2', TF_FORCE_GPU_ALLOW_GROWTH: 'false' })
    const processor: NodeJS.ProcessEnv = {}
    setTensorflowEnvironment({ cuda: false }, processor)
    expect(processor).not.toHaveProperty('CUDA_VISIBLE_DEVICES')
  })

  it('gets the functions of util that newer Node versions lack', () => {
    const util: Record<string, unknown> = {}
    addRemovedUtilities(util)
    const { isNullOrUndefined, isArray } = util as Record<string, (value: unknown) => boolean>
    expect([null, undefined, 0, ''].map((value) => isNullOrUndefined!(value))).toEqual([true, true, false, false])
    expect([isArray!([]), isArray!({})]).toEqual([true, false])
  })
})
