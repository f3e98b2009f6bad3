/**
 * Trials per second from codes, and of the baselines.
 *
 *     npx tsx tests/bench/trials.ts [ROUNDS]
 *
 * 400 trials 20-way of an Omniglot-sized set (964 classes, 20 drawers): making them, and scoring them with every head.
 * The Hausdorff baseline compares random strokes of about 700 ink pixels at 105 x 105.
 */
import type { Codes, PairScore, Protocol } from '../../src/shared/evaluation.ts'
import { Rng } from '../../src/shared/random.ts'
import { hausdorffTrials, makeProtocol, picturesOf, pixelTrials, scoreTrials } from '../../src/core/evaluation/index.ts'
import type { Raster } from '../../src/core/evaluation/index.ts'
import { fakeAlphabets } from '../../src/core/evaluation/testing.ts'

const ROUNDS = Number(process.argv[2] ?? 7)
const TRIALS = 400
const SIDE = 105

function randomCodes(count: number, size: number): Codes {
  const rng = new Rng('codes', size)
  return { data: Float32Array.from({ length: count * size }, () => rng.next()), count, size }
}

/** A walk with a thick pen. */
function drawing(seed: number): Raster {
  const rng = new Rng('drawing', seed)
  const data = new Uint8Array(SIDE * SIDE).fill(255)
  let [row, column, direction] = [52, 52, rng.uniform(0, 6.3)]
  for (let step = 0; step < 250; step++) {
    direction += rng.uniform(-0.3, 0.3)
    row = Math.min(SIDE - 3, Math.max(2, row + Math.sin(direction)))
    column = Math.min(SIDE - 3, Math.max(2, column + Math.cos(direction)))
    for (let dot = 0; dot < 9; dot++) {
      data[(Math.round(row) + Math.floor(dot / 3) - 1) * SIDE + Math.round(column) + (dot % 3) - 1] = 0
    }
  }
  return { width: SIDE, height: SIDE, channels: 1, data }
}

async function report(name: string, act: () => unknown, rounds = ROUNDS): Promise<void> {
  await act()
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    await act()
    times.push(performance.now() - start)
  }
  // The best round: whatever else runs on the machine only adds.
  const best = Math.min(...times)
  const rate = Math.round((TRIALS / best) * 1000)
  console.log(`${name.padEnd(34)} ${best.toFixed(1).padStart(9)} ms ${String(rate).padStart(9)} trials/s`)
}

const dataset = fakeAlphabets(30, 32, 20)
const rules = { dataset, classes: [...dataset.classes.keys()], way: 20, trials: TRIALS, seed: 1 }
const make = (withinGroup: boolean, shot = 1): Protocol =>
  makeProtocol({ ...rules, shot, withinGroup, acrossDrawer: withinGroup })

await report('make within group, across drawers', () => make(true))
await report('make over all classes', () => make(false))

for (const [shot, size] of [
  [1, 256],
  [1, 1280],
  [5, 256],
] as const) {
  const codes = randomCodes(dataset.pictures.length, size)
  const weight = codes.data.slice(0, size)
  const heads: PairScore[] = [
    { kind: 'cosine' },
    { kind: 'euclidean', normalise: false },
    { kind: 'l1', weight, bias: 0 },
    { kind: 'subtract', weight, bias: 0 },
  ]
  const protocol = make(true, shot)
  for (const head of heads) {
    await report(`${shot}-shot, ${size} numbers, ${head.kind}`, () => scoreTrials(codes, head, protocol))
  }
}

// The article's codes for all 19,200 pictures would take 300 MB: the same pictures stand for all.
const protocol = make(true)
const few = new Map(picturesOf(protocol).map((picture, i) => [picture, i % 2000]))
const folded: Protocol = {
  ...protocol,
  trials: protocol.trials.map(({ query, supports, truth }) => ({
    query: few.get(query)!,
    supports: supports.map((way) => way.map((picture) => few.get(picture)!)),
    truth,
  })),
}
const codes = randomCodes(2000, 4096)
const article: PairScore = { kind: 'subtract', weight: codes.data.slice(0, 4096), bias: 0 }
await report('1-shot, 4096 numbers, subtract', () => scoreTrials(codes, article, folded))

const drawings = Array.from({ length: 2000 }, (_, i) => drawing(i))
const read = (picture: number): Raster => drawings[picture]!
await report('pixel nearest neighbour, 105 x 105', () => pixelTrials(folded, read), 3)
await report('modified Hausdorff, 105 x 105', () => hausdorffTrials(folded, read, { ink: 'dark' }), 3)
