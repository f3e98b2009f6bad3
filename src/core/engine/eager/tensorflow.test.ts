import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compile } from '../compile.ts'
import { tf } from '../tf.ts'
import { addRemovedUtilities, findTensorflow } from './tensorflow.ts'

const doubling = {
  name: 'doubling',
  inputs: { x: { shape: [2], dtype: 'float32' as const } },
  state: {},
  run: ({ x }: Record<string, tf.Tensor>) => ({ outputs: { y: tf.mul(x!, 2) } }),
}

describe("TensorFlow's native library", () => {
  it.skipIf(findTensorflow())('is asked for in plain words where it is absent', async () => {
    await expect(compile(doubling, 'tensorflow')).rejects.toMatchObject({
      code: 'engine/no-such-device',
      subject: 'tensorflow',
      message: "TensorFlow's native library is not installed.",
      next: expect.stringContaining('oneshot devices') as string,
    })
    expect(tf.getBackend()).toBe('cpu')
  })

  it.skipIf(!findTensorflow())('computes where it is present', async () => {
    const executable = await compile(doubling, 'tensorflow')
    const { y } = await executable.run({ x: { shape: [2], dtype: 'float32', data: Float32Array.of(1, 2) } })
    expect(Array.from(y!.data)).toEqual([2, 4])
    await executable.dispose()
  })

  it('is found by its native part, the one for graphics cards first', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tensorflow-'))
    const install = async (name: string, addon: boolean) => {
      const lib = join(folder, name, 'lib', 'napi-v8')
      await mkdir(lib, { recursive: true })
      await writeFile(join(folder, name, 'package.json'), '{"version": "4.22.0"}')
      if (addon) await writeFile(join(lib, 'tfjs_binding.node'), '')
    }
    const resolve = (id: string) => join(folder, id)
    const missing = (id: string) => {
      throw new Error(`Cannot find module '${id}'`)
    }
    try {
      expect(findTensorflow(missing)).toBeUndefined()
      await install('@tensorflow/tfjs-node-gpu', false)
      await install('@tensorflow/tfjs-node', false)
      expect(findTensorflow(resolve)).toBeUndefined()
      await install('@tensorflow/tfjs-node', true)
      expect(findTensorflow(resolve)).toEqual({ package: '@tensorflow/tfjs-node', version: '4.22.0' })
      await install('@tensorflow/tfjs-node-gpu', true)
      expect(findTensorflow(resolve)?.package).toBe('@tensorflow/tfjs-node-gpu')
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('gets the functions of util that newer Node versions lack', () => {
    const util: Record<string, unknown> = {}
    addRemovedUtilities(util)
    const { isNullOrUndefined, isArray } = util as Record<string, (value: unknown) => boolean>
    expect([null, undefined, 0, ''].map((value) => isNullOrUndefined!(value))).toEqual([true, true, false, false])
    expect([isArray!([]), isArray!({})]).toEqual([true, false])
  })
})
