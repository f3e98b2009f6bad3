import { describe, expect, it } from 'vitest'
import { compile, floatTensor, intTensor, tf, type DeviceName, type Executable, type Program } from './index.ts'
import { largestDifference, randomTensors } from './trace/compare.ts'
import { useTensorflow } from '../../../tests/fixtures/tensorflow.ts'

const devices: DeviceName[] = useTensorflow() ? ['reference', 'cpu', 'tensorflow'] : ['reference', 'cpu']

const float32 = (...shape: number[]) => ({ shape, dtype: 'float32' as const })
const vector = (...numbers: number[]) => floatTensor([numbers.length], Float32Array.from(numbers))

/** Adds its input to one entry, counts runs in another and leaves a third as it is. */
const counter: Program = {
  name: 'counter',
  inputs: { x: float32(2) },
  state: { sum: float32(2), runs: { shape: [], dtype: 'int32' }, fixed: float32(2) },
  run: ({ x }, { sum, runs, fixed }) => {
    const next = tf.add(sum!, x!)
    return {
      outputs: { mean: tf.mean(tf.mul(next, fixed!)) },
      state: { sum: next, runs: tf.add(runs!, tf.scalar(1, 'int32')) },
    }
  },
}

const start = { sum: vector(1, 2), runs: intTensor([], Int32Array.of(7)), fixed: vector(10, 20) }

async function withExecutable(
  program: Program,
  device: DeviceName,
  use: (executable: Executable) => Promise<void>,
): Promise<void> {
  const executable = await compile(program, device)
  try {
    await use(executable)
  } finally {
    await executable.dispose()
  }
}

describe.each(devices)('an executable on %s', (device) => {
  it('starts from zeros and takes and gives back its state', () =>
    withExecutable(counter, device, async (executable) => {
      const zeros = await executable.readState()
      expect(zeros).toEqual({ sum: vector(0, 0), runs: intTensor([], Int32Array.of(0)), fixed: vector(0, 0) })
      await executable.writeState(start)
      expect(await executable.readState()).toEqual(start)
    }))

  it('advances what changes and keeps the rest', () =>
    withExecutable(counter, device, async (executable) => {
      await executable.writeState(start)
      for (let i = 0; i < 3; i++) await executable.run({ x: vector(1, -1) })
      const state = await executable.readState()
      expect(state).toEqual({ sum: vector(4, -1), runs: intTensor([], Int32Array.of(10)), fixed: vector(10, 20) })
    }))

  it('shares no memory with its callers', () =>
    withExecutable(counter, device, async (executable) => {
      const given = { sum: vector(1, 2), runs: intTensor([], Int32Array.of(7)), fixed: vector(10, 20) }
      await executable.writeState(given)
      given.sum.data.fill(99)
      const read = await executable.readState()
      read.sum!.data.fill(55)
      const x = vector(1, 1)
      await executable.run({ x })
      x.data.fill(1000)
      expect((await executable.readState()).sum).toEqual(vector(2, 3))
      await executable.run({ x: vector(0, 0) })
      expect((await executable.readState()).sum).toEqual(vector(2, 3))
    }))

  it('says which input does not fit', () =>
    withExecutable(counter, device, async (executable) => {
      await expect(executable.run({})).rejects.toThrow("input of counter 'x' is missing")
      await expect(executable.run({ x: vector(1, 2, 3) })).rejects.toThrow(
        "input of counter 'x' has shape [3], expected [2]",
      )
      await expect(executable.run({ x: intTensor([2], Int32Array.of(1, 2)) })).rejects.toThrow(
        "input of counter 'x' is int32, expected float32",
      )
      await expect(executable.run({ x: floatTensor([2], Float32Array.of(1)) })).rejects.toThrow(
        "input of counter 'x' holds 1 numbers, its shape needs 2",
      )
      await expect(executable.run({ x: vector(1, 2), y: vector(1, 2) })).rejects.toThrow(
        "there is no input of counter called 'y'",
      )
    }))

  it('says which state does not fit, and keeps the one it had', () =>
    withExecutable(counter, device, async (executable) => {
      await executable.writeState(start)
      const { sum, runs } = start
      await expect(executable.writeState({ sum, runs })).rejects.toThrow("state of counter 'fixed' is missing")
      await expect(executable.writeState({ ...start, sum: vector(1) })).rejects.toThrow(
        "state of counter 'sum' has shape [1], expected [2]",
      )
      await expect(executable.writeState({ ...start, more: sum })).rejects.toThrow(
        "there is no state of counter called 'more'",
      )
      expect(await executable.readState()).toEqual(start)
    }))

  it('gives inputs and states themselves as outputs and next states', () => {
    const program: Program = {
      name: 'passing on',
      inputs: { x: float32(2) },
      state: { a: float32(2), b: float32(2), last: float32(2) },
      run: ({ x }, { a, b, last }) => ({
        outputs: { x: x!, again: x!, a: a!, last: last!, sum: tf.add(a!, b!) },
        // Two change places, and the input is kept.
        state: { a: b!, b: a!, last: x! },
      }),
    }
    return withExecutable(program, device, async (executable) => {
      await executable.writeState({ a: vector(1, 2), b: vector(3, 4), last: vector(5, 6) })
      const first = await executable.run({ x: vector(7, 8) })
      expect(first).toEqual({
        x: vector(7, 8),
        again: vector(7, 8),
        a: vector(1, 2),
        last: vector(5, 6),
        sum: vector(4, 6),
      })
      expect(await executable.readState()).toEqual({ a: vector(3, 4), b: vector(1, 2), last: vector(7, 8) })
      const second = await executable.run({ x: vector(9, 9) })
      expect(second).toEqual({
        x: vector(9, 9),
        again: vector(9, 9),
        a: vector(3, 4),
        last: vector(7, 8),
        sum: vector(4, 6),
      })
      expect(await executable.readState()).toEqual({ a: vector(1, 2), b: vector(3, 4), last: vector(9, 9) })
    })
  })

  it('lets two states become the same tensor and part again', () => {
    const program: Program = {
      name: 'copying',
      inputs: { x: float32(1) },
      state: { a: float32(1), b: float32(1) },
      run: ({ x }, { a }) => ({ outputs: { a: a! }, state: { a: tf.add(a!, x!), b: a! } }),
    }
    return withExecutable(program, device, async (executable) => {
      for (let i = 0; i < 3; i++) await executable.run({ x: vector(1) })
      expect(await executable.readState()).toEqual({ a: vector(3), b: vector(2) })
    })
  })

  it('gives truth values as 0 and 1', () => {
    const program: Program = {
      name: 'comparing',
      inputs: { x: float32(2) },
      state: {},
      run: ({ x }) => ({ outputs: { y: tf.greater(x!, 0) } }),
    }
    return withExecutable(program, device, async (executable) => {
      expect(await executable.run({ x: vector(-1, 1) })).toEqual({ y: intTensor([2], Int32Array.of(0, 1)) })
    })
  })

  it('refuses a program that changes the shape, the type or the names of its state', async () => {
    const broken = (next: (a: tf.Tensor) => Record<string, tf.Tensor>): Program => ({
      name: 'broken',
      inputs: {},
      state: { a: float32(2) },
      run: (_, { a }) => ({ outputs: { a: a! }, state: next(a!) }),
    })
    const attempt = (program: Program) => withExecutable(program, device, async (e) => void (await e.run({})))
    await expect(attempt(broken((a) => ({ a: tf.sum(a) })))).rejects.toThrow("makes 'a' [], its state is [2]")
    await expect(attempt(broken((a) => ({ a: tf.cast(a, 'int32') })))).rejects.toThrow("makes 'a' int32")
    await expect(attempt(broken((a) => ({ b: a })))).rejects.toThrow("a state called 'b', which it does not have")
  })

  it('works while others are made and run', async () => {
    const scaled = (factor: number): Program => ({
      name: `times ${factor}`,
      inputs: { x: float32(2) },
      state: { total: float32(2) },
      run: ({ x }, { total }) => {
        const next = tf.add(total!, tf.mul(x!, factor))
        return { outputs: { next }, state: { total: next } }
      },
    })
    const others = devices.flatMap((other) => [compile(scaled(2), other), compile(scaled(3), device)])
    const executables = await Promise.all(others)
    for (let i = 0; i < 3; i++) await Promise.all(executables.map((executable) => executable.run({ x: vector(1, 2) })))
    const totals = await Promise.all(executables.map(async (executable) => (await executable.readState()).total))
    expect(totals).toEqual(devices.flatMap(() => [vector(6, 12), vector(9, 18)]))
    await Promise.all(executables.map((executable) => executable.dispose()))
  })
})

describe('the same program on the reference and on ONNX Runtime', () => {
  it('takes the same 20 steps', async () => {
    // Least squares by gradient descent with momentum through a small convolutional network.
    const program: Program = {
      name: 'descent',
      inputs: { x: float32(4, 6, 6, 1), target: float32(4, 2) },
      state: { kernel: float32(3, 3, 1, 16), dense: float32(144, 2), speed: float32(3, 3, 1, 16) },
      run: ({ x, target }, { kernel, dense, speed }) => {
        const loss = (k: tf.Tensor, d: tf.Tensor): tf.Scalar => {
          const map = tf.relu(tf.conv2d(x as tf.Tensor4D, k as tf.Tensor4D, 1, 'same'))
          const features = tf.reshape(tf.maxPool(map, 2, 2, 'valid'), [4, -1])
          return tf.mean(tf.squaredDifference(tf.matMul(features, d as tf.Tensor2D), target!))
        }
        const { value, grads } = tf.valueAndGrads(loss)([kernel!, dense!])
        const faster = tf.add(tf.mul(speed!, 0.8), grads[0]!)
        return {
          outputs: { loss: value },
          state: {
            kernel: tf.sub(kernel!, tf.mul(faster, 0.01)),
            dense: tf.sub(dense!, tf.mul(grads[1]!, 0.01)),
            speed: faster,
          },
        }
      },
    }
    const initial = randomTensors(program.state, 3)
    for (const { data } of Object.values(initial)) data.forEach((value, i) => (data[i] = value * 0.2))
    const results = await Promise.all(
      devices.map(async (device) => {
        const losses: number[] = []
        let state = initial
        await withExecutable(program, device, async (executable) => {
          await executable.writeState(initial)
          for (let step = 0; step < 20; step++) {
            const { loss } = await executable.run(randomTensors(program.inputs, step % 2))
            losses.push(loss!.data[0] as number)
          }
          state = await executable.readState()
        })
        return { ...state, losses: vector(...losses) }
      }),
    )
    for (const other of results.slice(1)) {
      const { difference, where } = largestDifference(results[0]!, other)
      expect(difference, where).toBeLessThan(1e-4)
    }
    const losses = results[0]!.losses.data
    expect(losses[19]!).toBeLessThan(losses[0]! / 2)
  })
})

describe('a free batch', () => {
  it('is not confused with the size of the state', async () => {
    // Both scales are [n] as well: named like the batch, they would be given each other's memory.
    const program: Program = {
      name: 'two scales',
      batchIsFree: true,
      inputs: { x: float32(1, 3) },
      state: { first: float32(32), second: float32(64) },
      run: ({ x }, { first, second }) => {
        const both = [first!, second!].map((scale) => tf.sum(tf.exp(tf.add(tf.mul(scale, 0.5), 1))))
        return { outputs: { y: tf.mul(x!, tf.add(both[0]!, both[1]!)) } }
      },
    }
    const [reference, ...others] = await Promise.all(
      devices.map(async (device) => {
        let y: ReturnType<typeof vector> | undefined
        await withExecutable(program, device, async (executable) => {
          await executable.writeState(randomTensors(program.state, 1))
          const x = { shape: [5, 3], dtype: 'float32' as const, data: Float32Array.from({ length: 15 }, (_, i) => i) }
          y = (await executable.run({ x })).y as ReturnType<typeof vector>
        })
        return { y: y! }
      }),
    )
    for (const other of others) expect(largestDifference(reference!, other).difference).toBeLessThan(1e-5)
  })
})
