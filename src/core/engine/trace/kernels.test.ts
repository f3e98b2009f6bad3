import { describe, expect, it } from 'vitest'
import { Rng } from '../../../shared/random.ts'
import { sizeOf, type Program, type TensorMap } from '../program.ts'
import { tf, type Scalar, type Tensor } from '../tf.ts'
import { compareWithReference, mustAgree } from './compare.ts'
import { fillInputs, type Trial } from './kernel-cases/case.ts'
import { kernelCases } from './kernel-cases/index.ts'
import { kernels } from './kernels/index.ts'

/** Random weights, made inside the program, so that every element of a result has a gradient of its own. */
function weightsFor({ shape }: Tensor, key: string): Tensor {
  const rng = new Rng('weights', key)
  return tf.tensor(
    Float32Array.from({ length: sizeOf(shape) }, () => rng.normal()),
    shape,
  )
}

/** Sums of the results and of their squares: the gradient comes in as a constant and in the layout of the result. */
function loss(results: readonly Tensor[]): Scalar {
  const parts = results
    .filter((result) => result.dtype === 'float32')
    .flatMap((result, i) => [
      tf.sum(tf.mul(result, weightsFor(result, `plain ${i}`))),
      tf.sum(tf.mul(tf.square(result), weightsFor(result, `square ${i}`))),
    ])
  return parts.reduce((sum, part) => tf.add(sum, part)) as Scalar
}

function programOf({ inputs, run, gradients }: Trial): Program {
  const results = (given: TensorMap) => [run(given)].flat()
  return {
    name: 'trial',
    inputs,
    state: {},
    run: (given) => {
      const outputs: TensorMap = {}
      results(given).forEach((result, i) => (outputs[`result ${i}`] = result))
      if (!gradients) return { outputs }
      const of = (...variables: Tensor[]) =>
        loss(results({ ...given, ...Object.fromEntries(gradients.map((name, i) => [name, variables[i] as Tensor])) }))
      tf.grads(of)(gradients.map((name) => given[name] as Tensor)).forEach((gradient, i) => {
        outputs[`gradient of ${gradients[i]}`] = gradient
      })
      return { outputs }
    },
  }
}

/** Names of the kernels a program calls. */
async function kernelsOf(program: Program, inputs: ReturnType<typeof fillInputs>): Promise<readonly string[]> {
  await tf.setBackend('cpu')
  const profile = await tf.profile(() =>
    tf.tidy(() => {
      const given = Object.entries(inputs).map(([name, { data, shape, dtype }]) => [
        name,
        tf.tensor(data, [...shape], dtype),
      ])
      program.run(Object.fromEntries(given) as TensorMap, {})
      return tf.scalar(0)
    }),
  )
  return profile.kernelNames
}

describe('every kernel against the reference, gradients included', () => {
  for (const [family, cases] of Object.entries(kernelCases)) {
    describe(family, () => {
      it.each(cases)('$name', async ({ kernels: claimed, tolerance, check }) => {
        const seen = new Set<string>()
        let run = 0
        await check(async (trial) => {
          const program = programOf(trial)
          const inputs = fillInputs(trial.inputs, run++)
          if (!claimed.every((name) => seen.has(name)))
            for (const name of await kernelsOf(program, inputs)) seen.add(name)
          const unblocked = trial.unblocked ?? false
          mustAgree(await compareWithReference(program, { inputs: () => inputs, unblocked }), tolerance)
        })
        expect([...seen]).toEqual(expect.arrayContaining([...claimed]))
      })
    })
  }

  it('leaves no kernel out', () => {
    const covered = new Set(Object.values(kernelCases).flatMap((cases) => cases.flatMap((one) => one.kernels)))
    expect(Object.keys(kernels).filter((name) => !covered.has(name))).toEqual([])
  })
})
