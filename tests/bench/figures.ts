/**
 * What the figures of the Evaluate page cost once every picture has its code, and what they would cost if the network ran on
 * both pictures of every pair, as the tutorial article does it.
 *
 *     npx tsx tests/bench/figures.ts [ROUNDS] [NUMBERS IN A CODE]
 *
 * Codes lie around a point of each class and have 512 numbers, as those of the recipe all-pairs. The sliders are measured on
 * 1,000 classes of 20 pictures, every stop with a draw of its own; the page on an Omniglot-sized set (964 classes, 20 drawers
 * each). Contents have hashes as long as real ones. A real untrained network of the all-pairs recipe on 256 pictures gives the
 * price of one pass. Milliseconds are of the processor, so that other work on the machine counts little.
 */
import { createHash } from 'node:crypto'
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
import type { DatasetInfo } from '../../src/shared/dataset.ts'
import type { Codes } from '../../src/shared/evaluation.ts'
import type { AccuracyCurve } from '../../src/shared/figures.ts'
import { Rng } from '../../src/shared/random.ts'

const ROUNDS = Number(process.argv[2] ?? 5)
const SIZE = Number(process.argv[3] ?? 512)
const TRIALS = 1000
const PASSED = 256
const SHOTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

/** Alphabets whose contents have hashes as long as real ones. */
function alphabets(groups: number): DatasetInfo {
  const made = fakeAlphabets(groups, 40, 20)
  const hashed = (hash: string) => createHash('sha256').update(hash).digest('hex')
  return { ...made, pictures: made.pictures.map((picture) => ({ ...picture, hash: hashed(picture.hash) })) }
}
/** Codes around a point of each class. */
function codesOf({ classes, pictures }: DatasetInfo): Codes {
  const rng = new Rng('codes', SIZE)
  const centres = Float32Array.from({ length: classes.length * SIZE }, () => rng.normal())
  const data = Float32Array.from({ length: pictures.length * SIZE }, (_, i) => {
    const { classIndex } = pictures[Math.floor(i / SIZE)]!
    return centres[classIndex * SIZE + (i % SIZE)]! + 1.5 * rng.normal()
  })
  return { data, count: pictures.length, size: SIZE }
}

const dataset = alphabets(25)
const codes = codesOf(dataset)
const thousand = [...dataset.classes.keys()]
const classes = thousand.slice(0, 964)
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
console.log(`\nsliders of ${TRIALS} trials over ${thousand.length} classes of 20 pictures, up to 50 ways:`)
let seed = 0
let worst = 0
const curves: number[] = []
let shown: AccuracyCurve | undefined
for (const acrossDrawer of [false, true]) {
  const rules = {
    dataset,
    classes: thousand,
    trials: TRIALS,
    withinGroup: false,
    acrossDrawer,
    codes,
    score,
    which: '',
  }
  const across = acrossDrawer ? ', across drawers' : ''
  for (const shot of SHOTS) {
    const widest = widestWays({ ...rules, shot, seed })
    const draw = () => void (shown = accuracyCurve({ ...rules, shot, seed: ++seed, widest }))
    // A k nobody asked for yet: how wide its trials may be has to be found too.
    const another = () => void (shown = accuracyCurve({ ...rules, shot, seed: ++seed }))
    const drawn = report(`a new draw, ${shot}-shot${across}`, best(draw))
    const asked = report(`a new k, ${shot}-shot${across}`, best(another))
    worst = Math.max(worst, drawn, asked)
    if (!acrossDrawer) curves.push(drawn)
  }
}
report(
  'a new N: read from the curve in hand',
  best(() => shown?.points.find(({ way }) => way === 37)),
)
report('the slowest answer of a slider', worst)
console.log('')
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
  const noise = new Rng('pixels')
  const pixels = Uint8Array.from({ length: PASSED * width * height * channels }, () => noise.int(256))
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
