/** How long the list of 1,000 runs and a curve of 100,000 steps take: `node --import tsx tests/bench/runs.ts`. */
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createRun, MetricsWriter } from '../../src/core/runs/index.ts'
import { curvePart } from '../../src/host/service/runs.ts'
import { RunShelf } from '../../src/host/service/shelves/run-shelf.ts'
import { tinyRecord } from '../fixtures/record.ts'

const RUNS = 1000
const STEPS = 100_000

const dir = await mkdtemp(path.join(tmpdir(), 'oneshot-bench-'))
const shelf = new RunShelf(dir, () => false)

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  let longest = 0
  let before = performance.now()
  const beat = setInterval(() => {
    longest = Math.max(longest, performance.now() - before)
    before = performance.now()
  }, 1)
  const begin = performance.now()
  const result = await work()
  const took = performance.now() - begin
  longest = Math.max(longest, performance.now() - before)
  clearInterval(beat)
  console.log(`${what}: ${took.toFixed(0)} ms, the host was deaf for ${longest.toFixed(0)} ms at most`)
  return result
}

const figures = { accuracy: 0.6, interval: [0.5, 0.7], chance: 0.2, trials: 1000 }
for (let i = 0; i < RUNS; i++) {
  const { paths } = await createRun(path.join(dir, `run-${i}`), tinyRecord())
  const line = { step: 50, time: 3, loss: 1, rate: 0.1, picturesPerSecond: 9 }
  await writeFile(paths.metrics, `${JSON.stringify(line)}\n`.repeat(50))
  const evaluation = {
    created: '2026-01-01T00:00:00.000Z',
    step: 10,
    views: 1,
    data: { root: '/data', hash: 'a' },
    protocol: { name: '5-way', hash: 'abc' },
    way: 5,
    shot: 1,
    ...figures,
    baselines: {},
    credits: Array.from({ length: 1000 }, () => 1),
    wrong: [],
  }
  await writeFile(path.join(paths.evaluations, '5-way-abc.json'), JSON.stringify(evaluation))
}
await timed(`${RUNS} runs listed for the first time`, () => shelf.list())
await timed('again', () => shelf.list())
await utimes(path.join(dir, 'run-7', 'metrics.jsonl'), new Date(), new Date())
await timed('again, one changed', () => shelf.list())

const { paths } = await createRun(path.join(dir, 'long'), tinyRecord())
const metrics = await MetricsWriter.open(paths.metrics)
for (let step = 1; step <= STEPS; step++) {
  const loss = 1 / Math.sqrt(step) + Math.random() / 10
  await metrics.append({
    step,
    time: step / 20,
    loss,
    rate: 0.001,
    picturesPerSecond: 5000.5,
    same: loss,
    different: 1 - loss,
    spread: 0.1,
    gradientNorm: loss * 3,
  })
}
await metrics.close()
await timed(`a curve of ${STEPS} steps for the first time`, async () =>
  curvePart(await shelf.curve('long').read(), 0, Infinity, 2000),
)
await timed('again', async () => curvePart(await shelf.curve('long').read(), 0, Infinity, 2000))
await timed('a part of it', async () => curvePart(await shelf.curve('long').read(), 20_000, 21_000, 2000))
await rm(dir, { recursive: true })
