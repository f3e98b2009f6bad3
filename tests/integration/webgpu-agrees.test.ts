/**
 * WebGPU against the processor, both by ONNX Runtime: whole training steps, state that stays on the card, and an exported
 * model. On a software driver where there is no card; skipped where there is neither.
 */
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useVulkan } from '../fixtures/vulkan.ts'
import { batchOf, recipes } from '../fixtures/programs.ts'
import { tinyData, type TinyData } from '../fixtures/tiny-run.ts'

const isHere = useVulkan()
const { compile, floatTensor, intTensor, tf } = await import('../../src/core/engine/index.ts')
const { largestDifference, randomTensors } = await import('../../src/core/engine/trace/compare.ts')
const { createNetwork } = await import('../../src/core/model/network.ts')
const { encodeProgram, trainingProgram } = await import('../../src/core/model/training-program.ts')
const { tinyTrained } = await import('../fixtures/train-tiny.ts')
const { exportRun } = await import('../../src/core/export/index.ts')
const { Rng } = await import('../../src/shared/random.ts')

const STEPS = 2
/** float32 sums in another order; of the largest number of each tensor. */
const OUTPUTS = 1e-4
/** See tensorflow-agrees.test.ts: a weight whose gradient is rounding may step a rate apart. */
const STATE = 2.1e-3

describe.skipIf(!isHere)('WebGPU agrees with the processor', { timeout: 300_000 }, () => {
  it.each(['koch, odd channels', 'triplet, semi-hard'])('in steps: %s', async (name) => {
    const recipe = recipes[name]!
    const network = createNetwork(recipe)
    const program = trainingProgram(recipe, network)
    const [processor, card] = [await compile(program, 'cpu'), await compile(program, 'webgpu')]
    const start = { ...(await processor.readState()), ...network.init(new Rng(1, 'init')) }
    let state = start
    for (let step = 0; step < STEPS; step++) {
      const results = []
      for (const executable of [processor, card]) {
        await executable.writeState(state)
        results.push(await executable.run(batchOf(recipe, step)))
      }
      const outputs = largestDifference(results[0]!, results[1]!)
      expect(outputs.difference, outputs.where).toBeLessThan(OUTPUTS)
      state = await processor.readState()
      const states = largestDifference(state, await card.readState())
      expect(states.difference, states.where).toBeLessThan(STATE)
    }
    await processor.dispose()
    await card.dispose()
  })

  it('keeps its state between steps, those entries that change and those that do not', async () => {
    const float32 = (...shape: number[]) => ({ shape, dtype: 'float32' as const })
    const executable = await compile(
      {
        name: 'counter',
        inputs: { x: float32(2) },
        state: { sum: float32(2), runs: { shape: [], dtype: 'int32' }, fixed: float32(2), last: float32(2) },
        run: ({ x }, { sum, runs, fixed, last }) => {
          const next = tf.add(sum!, x!)
          return {
            outputs: { mean: tf.mean(tf.mul(next, fixed!)), last: last! },
            state: { sum: next, runs: tf.add(runs!, tf.scalar(1, 'int32')), last: x! },
          }
        },
      },
      'webgpu',
    )
    const vector = (...numbers: number[]) => floatTensor([numbers.length], Float32Array.from(numbers))
    const count = (runs: number) => intTensor([], Int32Array.of(runs))
    const written = { sum: vector(1, 2), runs: count(7), fixed: vector(10, 20), last: vector(0, 0) }
    await executable.writeState(written)
    expect(await executable.readState()).toEqual(written)
    for (let i = 0; i < 3; i++) await executable.run({ x: vector(1, -1) })
    const after = { sum: vector(4, -1), runs: count(10), fixed: vector(10, 20), last: vector(1, -1) }
    expect(await executable.readState()).toEqual(after)
    expect(await executable.readState(['runs'])).toEqual({ runs: count(10) })
    await executable.writeState({ ...written, sum: vector(5, 5) })
    expect((await executable.run({ x: vector(0, 0) })).mean!.data[0]).toBe(75)
    await executable.dispose()
  })

  it('encodes pictures alike, with weights that change and with constant ones', async () => {
    const recipe = recipes['odd channels, no dense layer']!
    const program = encodeProgram(recipe, createNetwork(recipe), 3)
    const state = randomTensors(program.state, 1)
    for (const [name, { data }] of Object.entries(state)) if (/variance/i.test(name)) data.fill(1)
    const images = randomTensors(program.inputs, 2)
    const codes = []
    for (const device of ['cpu', 'webgpu'] as const) {
      for (const options of [{}, { frozen: state }]) {
        const executable = await compile(program, device, options)
        if (!('frozen' in options)) await executable.writeState(state)
        codes.push(await executable.run(images), await executable.run(images))
        await executable.dispose()
      }
    }
    for (const other of codes.slice(1)) {
      const { difference, where } = largestDifference(codes[0]!, other)
      expect(difference, where).toBeLessThan(OUTPUTS)
    }
  })
})

describe.skipIf(!isHere)('a model exported for other programs', { timeout: 300_000 }, () => {
  let data: TinyData
  beforeAll(async () => {
    data = await tinyData()
  })
  afterAll(() => rm(data.dir, { recursive: true, force: true }))

  it('says the same on WebGPU', async () => {
    const { run } = await tinyTrained(5, data)
    const out = `${data.dir}/model`
    await exportRun(run.paths.dir, { format: 'onnx', out })
    const ort = await import('onnxruntime-node')
    const results = []
    for (const provider of ['cpu', 'webgpu'] as const) {
      const session = await ort.InferenceSession.create(`${out}/model.onnx`, { executionProviders: [provider, 'cpu'] })
      const input = session.inputMetadata[0]!
      if (!input.isTensor) throw new Error('the input is no tensor')
      const shape = input.shape.map((size) => (typeof size === 'number' ? size : 2))
      const numbers = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => (i * 37) % 256)
      const pictures = new ort.Tensor(input.type as 'float32', numbers, shape)
      const output = (await session.run({ [input.name]: pictures }))[session.outputNames[0]!]!
      results.push({ codes: floatTensor([...output.dims], output.data as Float32Array) })
      await session.release()
    }
    const { difference, where } = largestDifference(results[0]!, results[1]!)
    expect(difference, where).toBeLessThan(OUTPUTS)
  })
})
