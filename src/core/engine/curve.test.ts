import { describe, expect, it } from 'vitest'
import { Rng } from '../../shared/random.ts'
import { createNetwork } from '../model/network.ts'
import { tinyRecipe } from '../model/testing/recipes.ts'
import { trainingProgram } from '../model/training-program.ts'
import { compileEager } from './eager/executor.ts'
import { compileOnnx } from './onnx/executor.ts'
import { floatTensor, intTensor, type Executable, type HostTensorMap } from './program.ts'

const STEPS = 500
const PIXELS = 36
const recipe = tinyRecipe({
  // Whole blocks of channels, and a map of odd size.
  input: { width: 6, height: 6, channels: 1, invert: true, fit: 'fill' },
  encoder: { kind: 'conv4', filters: [16, 16], embedding: 0, momentum: 0.9, members: 1 },
  optimiser: { kind: 'adam', rate: 2e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
})
const network = createNetwork(recipe)
const program = trainingProgram(recipe, network)

/** Noisy pictures of a few patterns, one for each class. */
function batch(step: number): HostTensorMap {
  const [count = 0] = program.inputs.labels?.shape ?? []
  const labels = Int32Array.from({ length: count }, (_, i) => i >> 1)
  const rng = new Rng(step, 'batch')
  const patterns = new Rng(7, 'patterns')
  const pattern = Array.from({ length: count * PIXELS }, () => (patterns.next() < 0.3 ? 1 : 0))
  const images = Float32Array.from({ length: count * PIXELS }, (_, i) => {
    const label = labels[Math.floor(i / PIXELS)] as number
    return (pattern[label * PIXELS + (i % PIXELS)] as number) * 0.7 + rng.next() * 0.5
  })
  return {
    images: floatTensor([count, 6, 6, 1], images),
    labels: intTensor([count], labels),
    rate: floatTensor([], Float32Array.of(2e-3)),
  }
}

async function curve(executable: Executable, from: number, to: number): Promise<number[]> {
  const losses: number[] = []
  for (let step = from; step < to; step++) losses.push((await executable.run(batch(step))).loss?.data[0] as number)
  return losses
}

async function started(executable: Executable): Promise<Executable> {
  await executable.writeState({ ...(await executable.readState()), ...network.init(new Rng(1, 'init')) })
  return executable
}

describe(`a training of ${STEPS} steps`, () => {
  it('takes the curve of the reference', async () => {
    const [ours, reference] = [await compileOnnx(program, 'cpu'), await compileEager(program, 'cpu')]
    const [a, b] = [await curve(await started(ours), 0, STEPS), await curve(await started(reference), 0, STEPS)]
    await ours.dispose()
    await reference.dispose()
    // Rounding grows along the way, so the early steps agree closely, and means of 50 steps all the way.
    for (let step = 0; step < 20; step++) expect(Math.abs(a[step]! - b[step]!) / b[step]!).toBeLessThan(1e-3)
    const mean = (losses: number[], from: number) => losses.slice(from, from + 50).reduce((x, y) => x + y) / 50
    for (let from = 0; from < STEPS; from += 50) expect(Math.abs(mean(a, from) / mean(b, from) - 1)).toBeLessThan(0.05)
    expect(mean(a, STEPS - 50)).toBeLessThan(mean(a, 0) / 2)
  }, 600_000)

  it('goes on from a state bit for bit, in another session', async () => {
    const whole = await started(await compileOnnx(program, 'cpu'))
    const first = await curve(whole, 0, 30)
    const state = await whole.readState()
    const rest = await curve(whole, 30, 60)
    const last = await whole.readState()
    await whole.dispose()
    const resumed = await compileOnnx(program, 'cpu')
    await resumed.writeState(state)
    expect(await curve(resumed, 30, 60)).toEqual(rest)
    expect(await resumed.readState()).toEqual(last)
    await resumed.dispose()
    expect(first).toHaveLength(30)
  })
})
