/**
 * What preparing the batches costs a training step, in interleaved rounds: the step on one batch again and again, the step
 * with batches from a thread, and with batches made between the steps.
 *
 *   node --import tsx tests/bench/loop.ts [ROUNDS] [field=value]...
 */
import { openPictures, scanDataset } from '../../src/core/dataset/index.ts'
import { compile, floatTensor, intTensor } from '../../src/core/engine/index.ts'
import { createNetwork } from '../../src/core/model/network.ts'
import { trainingProgram } from '../../src/core/model/training-program.ts'
import type { Batch } from '../../src/core/training/pipeline/index.ts'
import { openBatches } from '../../src/core/training/pipeline/index.ts'
import { applyOverrides, presets } from '../../src/core/training/recipes/index.ts'
import { Rng } from '../../src/shared/random.ts'

const STEPS = 20
const [rounds = '6', ...overrides] = process.argv.slice(2)
const recipe = applyOverrides(presets['all-pairs'], overrides)
const dataset = await scanDataset('resources/samples/omniglot-background-small1.zip')
const pictures = await openPictures(dataset, recipe.input)
const network = createNetwork(recipe)
const program = trainingProgram(recipe, network)
const executable = await compile(program, 'cpu')
await executable.writeState({ ...(await executable.readState()), ...network.init(new Rng(1)) })
const shared = pictures.shareable()
const job = {
  recipe,
  classes: dataset.classes.map((info) => info.pictures),
  pictures: pictures.describe(),
  ...(shared === undefined ? {} : { shared }),
}
const inputs = ({ images, labels }: Batch) => ({
  images: floatTensor(program.inputs.images?.shape ?? [], images),
  labels: intTensor(program.inputs.labels?.shape ?? [], labels),
  rate: floatTensor([], Float32Array.of(0.001)),
})
const threaded = openBatches(job, { threads: 1, firstStep: 0 })
const between = openBatches(job, { threads: 0, firstStep: 0 })
const still = await openBatches(job, { threads: 0, firstStep: 0 }).next(0)

const all = new Map<string, { run: number[]; step: number[] }>()
async function measure(
  name: string,
  round: number,
  next: (step: number) => Promise<Batch>,
  release: (b: Batch) => void,
) {
  const times = all.get(name) ?? { run: [], step: [] }
  all.set(name, times)
  for (let i = 0; i < STEPS; i++) {
    const begin = performance.now()
    const batch = await next(round * STEPS + i)
    const ready = performance.now()
    await executable.run(inputs(batch))
    const end = performance.now()
    release(batch)
    await new Promise((resolve) => setImmediate(resolve))
    if (round > 0 && i > 2) {
      times.run.push(end - ready)
      times.step.push(performance.now() - begin)
    }
  }
}

for (let round = 0; round <= Number(rounds); round++) {
  await measure(
    'one batch',
    round,
    () => Promise.resolve(still),
    () => undefined,
  )
  await measure(
    'thread',
    round,
    (step) => threaded.next(step),
    (batch) => threaded.release(batch),
  )
  // The batches that are prepared ahead must not disturb the next measurement.
  await new Promise((resolve) => setTimeout(resolve, 300))
  await measure(
    'between',
    round,
    (step) => between.next(step),
    (batch) => between.release(batch),
  )
}
const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] as number
for (const [name, { run, step }] of all)
  console.log(`${name.padEnd(10)} run ${median(run).toFixed(1)} ms, step ${median(step).toFixed(1)} ms`)
await threaded.close()
await executable.dispose()
process.exit(0)
