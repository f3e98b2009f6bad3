import { describe, expect, it } from 'vitest'
import { compileEager } from '../eager/executor.ts'
import { compileOnnx } from '../onnx/executor.ts'
import { floatTensor, type Program } from '../program.ts'
import { tf, type Tensor } from '../tf.ts'
import { trace } from './backend.ts'

const float32 = (...shape: number[]) => ({ shape, dtype: 'float32' as const })
const vector = (...numbers: number[]) => floatTensor([numbers.length], Float32Array.from(numbers))

const programOf = (run: (x: Tensor) => Tensor, size = 3): Program => ({
  name: 'example',
  inputs: { x: float32(size) },
  state: {},
  run: ({ x }) => ({ outputs: { y: run(x!) } }),
})

async function runOnBoth(program: Program, x: ReturnType<typeof vector>): Promise<number[][]> {
  const results: number[][] = []
  for (const executable of [await compileOnnx(program, 'cpu'), await compileEager(program, 'cpu')]) {
    results.push(Array.from((await executable.run({ x })).y!.data))
    await executable.dispose()
  }
  return results
}

describe('recording a program', () => {
  it('names a kernel it does not know and where to add it', async () => {
    await expect(
      trace(
        programOf((x) => tf.atan(x)),
        { block: 0 },
      ),
    ).rejects.toThrow(
      "the tracer has no lowering for the TensorFlow.js kernel 'Atan': add it in src/core/engine/trace/kernels",
    )
  })

  it('says plainly that values cannot be read', async () => {
    const reading: ((x: Tensor) => Tensor)[] = [
      (x) => (x.dataSync()[0]! > 0 ? x : tf.neg(x)),
      (x) => tf.mul(x, tf.sum(x).arraySync()),
      // Asynchronous: the program cannot wait for it, so the recording fails for it.
      (x) => {
        void tf.square(x).data()
        return x
      },
    ]
    for (const read of reading)
      await expect(trace(programOf(read), { block: 0 })).rejects.toThrow(
        'a program must not read the value of a tensor: it is recorded before there are values',
      )
    // What went wrong in one recording is not held against the next.
    await expect(trace(programOf(tf.neg), { block: 0 })).resolves.toBeDefined()
  })

  it('lets a program read the constants it makes', async () => {
    const program = programOf((x) => {
      const table = tf.tensor1d([1, 2, 3])
      const filled = tf.fill([100], 5)
      const zeros = tf.zeros([100])
      return tf.mul(x, table.dataSync()[2]! + zeros.dataSync()[99]! + tf.slice(filled, 0, 1).size)
    })
    expect(await runOnBoth(program, vector(1, 2, 3))).toEqual([
      [4, 8, 12],
      [4, 8, 12],
    ])
  })

  it('takes tensors made outside the program as constants', async () => {
    const scale = tf.tensor1d([1, 10, 100])
    const flags = tf.tensor1d([1, 0, 1], 'bool')
    const program = programOf((x) => tf.where(flags, tf.mul(x, scale), tf.neg(x)))
    const expected = [1, -2, 300]
    expect(await runOnBoth(program, vector(1, 2, 3))).toEqual([expected, expected])
    // They stay where they were.
    expect(Array.from(scale.dataSync())).toEqual([1, 10, 100])
    const returning = programOf(() => scale)
    const executable = await compileOnnx(returning, 'cpu')
    expect(Array.from((await executable.run({ x: vector(1, 2, 3) })).y!.data)).toEqual([1, 10, 100])
    await executable.dispose()
    tf.dispose([scale, flags])
  })

  it('refuses tensors that belong to another recording or are gone', async () => {
    let kept: Tensor | undefined
    const keeping = programOf((x) => (kept ??= tf.keep(tf.square(x))))
    await trace(keeping, { block: 0 })
    await expect(trace(keeping, { block: 0 })).rejects.toThrow('kept from the recording of another')
    kept?.dispose()
    const gone = tf.tensor1d([1, 2, 3])
    gone.dispose()
    await expect(
      trace(
        programOf((x) => tf.add(x, gone)),
        { block: 0 },
      ),
    ).rejects.toThrow('disposed')
  })

  it('writes filled tensors as one number, however large', async () => {
    const graph = await trace(
      programOf((x) => tf.add(tf.add(x, tf.zeros([1000, 1])), tf.ones([1000, 3]))),
      { block: 0 },
    )
    const numbers = graph.constants.reduce((sum, { constant }) => sum + (constant?.length ?? 0), 0)
    expect(numbers).toBeLessThan(20)
  })

  it('leaves the chosen backend as it was', async () => {
    await tf.setBackend('cpu')
    await trace(programOf(tf.neg), { block: 0 })
    expect(tf.getBackend()).toBe('cpu')
    await expect(
      trace(
        programOf((x) => tf.atan(x)),
        { block: 0 },
      ),
    ).rejects.toThrow()
    expect(tf.getBackend()).toBe('cpu')
  })
})
