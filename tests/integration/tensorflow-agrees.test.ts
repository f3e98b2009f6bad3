/**
 * TensorFlow's native library against ONNX Runtime: whole training steps of every model and loss, one at a time from the
 * same state, and a few on end. Skipped where `npm run setup:tensorflow` was not run.
 */
import { describe, expect, it } from 'vitest'
import { compile, type Executable, type HostTensorMap } from '../../src/core/engine/index.ts'
import { largestDifference } from '../../src/core/engine/trace/compare.ts'
import { createNetwork } from '../../src/core/model/network.ts'
import { encodeProgram, trainingProgram } from '../../src/core/model/training-program.ts'
import { Rng } from '../../src/shared/random.ts'
import { batchOf, recipes } from '../fixtures/programs.ts'
import { useTensorflow } from '../fixtures/tensorflow.ts'

const STEPS = 4

/** Of the largest number of each tensor (at least 1): float32 sums in another order. */
const OUTPUTS = 1e-4
/**
 * Parameters and moments after one step from the same state. Adam divides a gradient by its own size, so where that is
 * nothing but rounding the two may step a rate apart, and no further: here 0.001.
 */
const STATE = 2.1e-3
/** After several steps on their own. */
const CODES = 4e-3

const named = (outputs: HostTensorMap, step: number) =>
  Object.fromEntries(Object.entries(outputs).map(([name, value]) => [`${name} at step ${step}`, value]))

describe.skipIf(!useTensorflow())('training steps on TensorFlow agree with ONNX Runtime', () => {
  it.each(Object.entries(recipes))('%s', { timeout: 120_000 }, async (_, recipe) => {
    const network = createNetwork(recipe)
    const program = trainingProgram(recipe, network)
    const onnx = await compile(program, 'cpu')
    const tensorflow = await compile(program, 'tensorflow')
    const start = { ...(await onnx.readState()), ...network.init(new Rng(1, 'init')) }

    let state: HostTensorMap = start
    for (let step = 0; step < STEPS; step++) {
      const results: HostTensorMap[] = []
      for (const executable of [onnx, tensorflow]) {
        await executable.writeState(state)
        results.push(named(await executable.run(batchOf(recipe, step)), step))
      }
      const outputs = largestDifference(results[0]!, results[1]!)
      expect(outputs.difference, outputs.where).toBeLessThan(OUTPUTS)
      const next = await onnx.readState()
      const states = largestDifference(next, await tensorflow.readState())
      expect(states.difference, `step ${step}: ${states.where}`).toBeLessThan(STATE)
      state = next
    }

    const alone = async (executable: Executable, device: 'cpu' | 'tensorflow') => {
      await executable.writeState(start)
      for (let step = 0; step < STEPS; step++) await executable.run(batchOf(recipe, step))
      const trained = await executable.readState()
      await executable.dispose()
      const encode = encodeProgram(recipe, network)
      const frozen = Object.fromEntries(Object.keys(encode.state).map((name) => [name, trained[name]!]))
      const encoder = await compile(encode, device, { frozen })
      const codes = await encoder.run({ images: batchOf(recipe, 99).images! })
      await encoder.dispose()
      return codes
    }
    const codes = largestDifference(await alone(onnx, 'cpu'), await alone(tensorflow, 'tensorflow'))
    expect(codes.difference, codes.where).toBeLessThan(CODES)
  })
})
