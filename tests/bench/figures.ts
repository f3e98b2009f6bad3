/**
 * What the figures of the Evaluate page cost once every picture has its code, and what they would cost if the network ran on
 * both pictures of every pair, as the tutorial article does it.
 *
 *     npx tsx tests/bench/figures.ts [ROUNDS] [NUMBERS IN A CODE]
 *
 * An Omniglot-sized set (964 classes, 20 drawers each), random codes, and a real untrained network of the all-pairs recipe on
 * 256 pictures for the price of one pass. Milliseconds are of the processor, so that other work on the machine does not count.
 */
import {
  accuracyCurve,
  confusionOf,
  makeProtocol,
  scoreTrials,
  verify,
  widestWays,
} from '../../src/core/evaluation/index.ts'
import { fakeAlphabets } from '../../src/core/evaluation/testing.ts'
import { createNetwork } from '../../src/core/model/network.ts'
import { NetworkEmbedder } from '../../src/core/trained/network-embedder.ts'
import { presets } from '../../src/core/training/recipes/index.ts'
import type { Codes } from '../../src/shared/evaluation.ts'
import { Rng } from '../../src/shared/random.ts'

const ROUNDS = Number(process.argv[2] ?? 5)
const SIZE = Number(process.argv[3] ?? 128)
const TRIALS = 1000
const PASSED = 256
const SHOTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

const dataset = fakeAlphabets(30, 33, 20)
const classes = [...dataset.classes.keys()].slice(0, 964)
const rng = new Rng('codes', SIZE)
const count = dataset.pictures.length
const codes: Codes = { data: Float32Array.from({ length: count * SIZE }, () => rng.normal()), count, size: SIZE }
const score = { kind: 'cosine' } as const

/** Processor milliseconds of the best round. */
function best(act: () => unknown, rounds = ROUNDS): number {
  act()
  let least = Infinity
  for (let round = 0; round < rounds; round++) {
    const { user, system } = process.cpuUsage()
    act()
    const after = process.cpuUsage({ user, system })
    least = Math.min(least, (after.user + after.system) / 1000)
  }
  return least
}
function report(name: string, milliseconds: number): number {
  console.log(`${name.padEnd(58)} ${milliseconds.toFixed(1).padStart(9)} ms`)
  return milliseconds
}

const koch = makeProtocol({
  dataset,
  classes,
  way: 20,
  shot: 1,
  trials: 400,
  seed: 1,
  withinGroup: true,
  acrossDrawer: true,
})
const trials = report(
  '400 trials 20-way 1-shot from codes',
  best(() => scoreTrials(codes, score, koch)),
)
const rules = {
  dataset,
  classes,
  trials: TRIALS,
  withinGroup: false,
  acrossDrawer: false,
  codes,
  score,
  which: 'classes',
}
let seed = 0
const widest = new Map(SHOTS.map((shot) => [shot, widestWays({ ...rules, shot, seed })]))
const draw = (shot: number) => accuracyCurve({ ...rules, shot, seed: ++seed, widest: widest.get(shot)! })
const curves = SHOTS.map((shot) =>
  report(
    `a slider: ${TRIALS} new trials, 2 to 50 ways, ${shot}-shot, drawn and scored`,
    best(() => draw(shot)),
  ),
)
const results = scoreTrials(codes, score, koch)
const classOf = (picture: number) => dataset.pictures[picture]!.classIndex
const confusion = report(
  'confusions of 400 trials',
  best(() => confusionOf(koch, results, classOf)),
)
const verification = report(
  'verification: all genuine, a million impostor pairs',
  best(() => verify({ dataset, codes, score, classes }), 2),
)
const fifth = classes.slice(0, 193)
report(
  'verification of 193 classes, every one of 7.4 million pairs',
  best(() => verify({ dataset, codes, score, classes: fifth, limit: 2e7 }), 1),
)
const first = curves[0]! + confusion + verification + trials
report('the whole page when it opens (one curve, pairs, confusions)', first)
const page = report(
  'the whole page with every slider stop (10 curves)',
  first + curves.slice(1).reduce((a, b) => a + b, 0),
)

/** Processor milliseconds of one picture through the network, one view. */
async function passOf(): Promise<number> {
  const recipe = presets['all-pairs']
  const { width, height, channels } = recipe.input
  const embedder = await NetworkEmbedder.frozen(recipe, 'cpu', createNetwork(recipe).init(new Rng(1, 'init')))
  const pixels = Uint8Array.from({ length: PASSED * width * height * channels }, () => rng.int(256))
  const pictures = {
    read: (indices: readonly number[]) => pixels.subarray(0, indices.length * width * height * channels),
  }
  const indices = Array.from({ length: PASSED }, (_, i) => i)
  let least = Infinity
  for (let round = 0; round <= ROUNDS; round++) {
    const { user, system } = process.cpuUsage()
    await embedder.embed(pictures, indices, { views: 1 })
    const after = process.cpuUsage({ user, system })
    if (round > 0) least = Math.min(least, (after.user + after.system) / 1000)
  }
  await embedder.dispose()
  return least / PASSED
}
const pass = report('one picture through the network of all-pairs', await passOf())
const pairs = {
  trials: 400 * 20,
  curves: SHOTS.reduce((sum, shot) => sum + TRIALS * 50 * shot, 0),
  verification: 1_183_160,
}
const once = classes.length * 20 * pass
const all = (pairs.trials + pairs.curves + pairs.verification) * 2 * pass
console.log(`\n400 trials 20-way: every pair through the network ${((pairs.trials * 2 * pass) / 1000).toFixed(1)} s,`)
console.log(
  `  from codes ${(trials / 1000).toFixed(3)} s: ${Math.round((pairs.trials * 2 * pass) / trials)} times cheaper`,
)
console.log(`the whole page: every pair through the network ${(all / 3.6e6).toFixed(1)} h,`)
console.log(
  `  embedding pass ${(once / 1000).toFixed(1)} s and figures ${(page / 1000).toFixed(1)} s: ${Math.round(all / (once + page))} times cheaper`,
)
