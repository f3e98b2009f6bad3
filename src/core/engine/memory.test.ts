import { setTimeout as wait } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { compile, floatTensor, tf, type Executable, type Program } from './index.ts'
import { useTensorflow } from '../../../tests/fixtures/tensorflow.ts'

const SIZE = 32

/** A step with everything a run can leave behind: gradients, state that moves on, an input kept, outputs of all kinds. */
const step: Program = {
  name: 'step',
  inputs: { x: { shape: [SIZE, SIZE], dtype: 'float32' } },
  state: { w: { shape: [SIZE, SIZE], dtype: 'float32' }, last: { shape: [SIZE, SIZE], dtype: 'float32' } },
  run: ({ x }, { w, last }) => {
    const [gradient] = tf.grads((v: tf.Tensor) => tf.sum(tf.square(tf.sub(tf.mul(v, x!), 1))))([w!])
    const next = tf.sub(w!, tf.mul(gradient!, 0.001))
    return { outputs: { next, given: x!, before: last!, loss: tf.mean(next) }, state: { w: next, last: x! } }
  },
}

const input = () => ({ x: floatTensor([SIZE, SIZE], new Float32Array(SIZE * SIZE).fill(0.5)) })

// A flag set after the start counts for contexts made from then on.
setFlagsFromString('--expose_gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Memory still held after a collection; array buffers are given back a little later than their tensors. */
async function megabytes(): Promise<{ rss: number; external: number }> {
  for (let i = 0; i < 3; i++) {
    collectGarbage()
    await wait(5)
  }
  const { rss, external } = process.memoryUsage()
  return { rss: rss / 2 ** 20, external: external / 2 ** 20 }
}

async function times(executable: Executable, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await executable.run(input())
}

describe('memory of a program with state, run 1,000 times', () => {
  it.each(['reference', 'cpu', ...(useTensorflow() ? (['tensorflow'] as const) : [])] as const)(
    'stays flat on %s',
    async (device) => {
      const tensorsBefore = tf.memory().numTensors
      const executable = await compile(step, device)
      await times(executable, 200)
      const early = await megabytes()
      const tensorsEarly = tf.memory().numTensors
      await times(executable, 1000)
      const late = await megabytes()
      expect(tf.memory().numTensors).toBe(tensorsEarly)
      // One tensor is 4 kB: keeping a single one of each run would be 4 MB more.
      expect(late.external - early.external).toBeLessThan(1)
      expect(late.rss - early.rss).toBeLessThan(30)
      await executable.dispose()
      expect(tf.memory().numTensors).toBe(tensorsBefore)
    },
  )

  it('keeps no tensor of a recording, nor of one that failed', async () => {
    const before = tf.memory().numTensors
    await (await compile(step, 'cpu')).dispose()
    const broken: Program = {
      ...step,
      run: ({ x }) => {
        tf.square(x!)
        throw new Error('broken')
      },
    }
    await expect(compile(broken, 'cpu')).rejects.toThrow('broken')
    const executable = await compile(broken, 'reference')
    await expect(executable.run(input())).rejects.toThrow('broken')
    await executable.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})
