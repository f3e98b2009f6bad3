/** Whole training steps of every model and loss: ONNX Runtime against TensorFlow.js' own cpu backend, over several steps. */
import { describe, expect, it } from 'vitest'
import { compile, type HostTensorMap } from '../../src/core/engine/index.ts'
import { largestDifference } from '../../src/core/engine/trace/compare.ts'
import { createNetwork } from '../../src/core/model/network.ts'
import { encodeProgram, trainingProgram } from '../../src/core/model/training-program.ts'
import { Rng } from '../../src/shared/random.ts'
import { batchOf, recipes } from '../fixtures/programs.ts'

const STEPS = 3

describe('training steps agree with the reference', () => {
  it.each(Object.entries(recipes))('%s', async (_, recipe) => {
    const network = createNetwork(recipe)
    const program = trainingProgram(recipe, network)
    const first = network.init(new Rng(1, 'init'))
    const results: { outputs: HostTensorMap; codes: HostTensorMap }[] = []
    for (const device of ['reference', 'cpu'] as const) {
      const executable = await compile(program, device)
      await executable.writeState({ ...(await executable.readState()), ...first })
      const outputs: HostTensorMap = {}
      for (let step = 0; step < STEPS; step++)
        for (const [name, value] of Object.entries(await executable.run(batchOf(recipe, step))))
          outputs[`${name} at step ${step}`] = value
      const state = await executable.readState()
      await executable.dispose()

      const encode = encodeProgram(recipe, network)
      const frozen = Object.fromEntries(Object.keys(encode.state).map((name) => [name, state[name]!]))
      const encoder = await compile(encode, device, { frozen })
      const codes = await encoder.run({ images: batchOf(recipe, 99).images! })
      await encoder.dispose()
      results.push({ outputs, codes })
    }
    const [reference, ours] = results as [(typeof results)[0], (typeof results)[0]]
    const { difference, where } = largestDifference(reference.outputs, ours.outputs)
    expect(difference, where).toBeLessThan(1e-4)
    // Adam divides by the gradient's own size: numbers near zero may turn their sign, so codes are compared less strictly.
    expect(largestDifference(reference.codes, ours.codes).difference).toBeLessThan(2e-3)
  })
})
