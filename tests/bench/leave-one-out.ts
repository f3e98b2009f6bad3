/**
 * Tuning without the exam: trains a preset on all groups of a data set but one and tests on the one left out (20-way,
 * one-shot, within the group, across drawers), in turn.
 *
 *   node --import tsx tests/bench/leave-one-out.ts [--steps N] [--seed S] [--groups 0,3] [--data FOLDER] [field=value]...
 *
 * `--keep PREFIX` saves every trained state as PREFIX-GROUP.bin (node:v8).
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { serialize } from 'node:v8'
import { openPictures, scanDataset } from '../../src/core/dataset/index.ts'
import { compile, floatTensor, intTensor } from '../../src/core/engine/index.ts'
import { kochProtocol, scoreTrials, summarise } from '../../src/core/evaluation/index.ts'
import { createNetwork } from '../../src/core/model/network.ts'
import { rateAt } from '../../src/core/model/optimisers/index.ts'
import { trainingProgram } from '../../src/core/model/training-program.ts'
import { embedPictures } from '../../src/core/trained/embedder.ts'
import { NetworkEmbedder } from '../../src/core/trained/network-embedder.ts'
import { augmentBatch } from '../../src/core/training/augment/index.ts'
import { applyOverrides, presets } from '../../src/core/training/recipes/index.ts'
import { createSampler } from '../../src/core/training/sampling/sampler.ts'
import { Rng } from '../../src/shared/random.ts'
import { membersOf } from '../../src/shared/recipe.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    steps: { type: 'string', default: '600' },
    seed: { type: 'string', default: '1' },
    groups: { type: 'string' },
    trials: { type: 'string', default: '800' },
    verbose: { type: 'boolean', default: false },
    keep: { type: 'string' },
    data: { type: 'string', default: 'resources/samples/omniglot-background-small1.zip' },
  },
})
const steps = Number(values.steps)
const recipe = applyOverrides(presets['all-pairs'], [`seed=${values.seed}`, ...positionals])
const dataset = await scanDataset(values.data)
const pictures = await openPictures(dataset, recipe.input)
const chosen = values.groups ? values.groups.split(',').map(Number) : dataset.groups.map((_, index) => index)
const results: number[][] = []

for (const index of chosen) {
  const group = dataset.groups[index] as string
  const train = dataset.classes.filter((info) => info.group !== group).map((info) => info.pictures)
  const held = dataset.classes.map((_, i) => i).filter((i) => dataset.classes[i]?.group === group)
  const network = createNetwork(recipe)
  const executable = await compile(trainingProgram(recipe, network), 'cpu')
  await executable.writeState({ ...(await executable.readState()), ...network.init(new Rng(recipe.seed, 'init')) })
  const sampler = createSampler(
    recipe.sampler,
    train,
    recipe.seed,
    recipe.augment.rotationsAsClasses,
    membersOf(recipe.encoder),
  )
  const { width, height, channels, invert } = recipe.input
  const began = performance.now()
  let busy = 0
  for (let step = 0; step < steps; step++) {
    const batch = sampler.batch(step)
    const count = batch.pictures.length
    const images = new Float32Array(count * width * height * channels)
    const pixels = pictures.read(batch.pictures)
    const options = { spec: recipe.augment, invert, seed: recipe.seed, step, rotations: batch.rotations }
    augmentBatch({ pixels, count, width, height, channels }, options, images)
    const rate = rateAt(recipe.schedule, recipe.optimiser, { step, totalSteps: steps })
    const start = performance.now()
    const outputs = await executable.run({
      images: floatTensor([count, height, width, channels], images),
      labels: intTensor([batch.labels.length], batch.labels),
      rate: floatTensor([], Float32Array.of(rate)),
    })
    busy += performance.now() - start
    if (values.verbose && step % 25 === 0)
      console.log(step, ...Object.entries(outputs).map(([name, { data }]) => `${name} ${data[0]?.toFixed(3)}`))
  }
  const seconds = (performance.now() - began) / 1000
  const state = await executable.readState()
  await executable.dispose()
  if (values.keep) writeFileSync(`${values.keep}-${index}.bin`, serialize(state))
  const embedder = await NetworkEmbedder.create(recipe, 'cpu')
  await embedder.setState(state)
  const protocol = kochProtocol({ dataset, classes: held, seed: 7, trials: Number(values.trials) })
  const indices = [...new Set(protocol.trials.flatMap(({ query, supports }) => [query, ...supports.flat()]))]
  const accuracies: number[] = []
  for (const views of [1, recipe.views]) {
    const codes = await embedPictures(embedder, pictures, dataset.pictures.length, indices, { views })
    accuracies.push(summarise(scoreTrials(codes, embedder.score, protocol), protocol.way).accuracy)
  }
  await embedder.dispose()
  results.push([...accuracies, seconds, busy / steps])
  const [one, many] = accuracies as [number, number]
  console.log(
    `${group.padEnd(36)} one view ${(one * 100).toFixed(1)}  ${recipe.views} views ${(many * 100).toFixed(1)}  ` +
      `${seconds.toFixed(0)} s, ${(busy / steps).toFixed(0)} ms a step`,
  )
}
const mean = (column: number) => results.reduce((sum, row) => sum + (row[column] as number), 0) / results.length
console.log(
  `mean of ${results.length}: one view ${(mean(0) * 100).toFixed(2)}, ${recipe.views} views ${(mean(1) * 100).toFixed(2)}, ` +
    `${mean(3).toFixed(0)} ms a step | ${steps} steps, seed ${values.seed} ${positionals.join(' ')}`,
)
