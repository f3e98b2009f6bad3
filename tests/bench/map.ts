/**
 * Seconds of a map of embeddings, part by part.
 *
 *     npx tsx tests/bench/map.ts [PICTURES] [NUMBERS]
 *
 * Codes as a trained network gives them: 100 clouds around centres that lie around a few directions. Prints the time of each
 * part, and which share of the 15 nearest neighbours on the map is among the 15 nearest in the space of the codes.
 */
import { Rng } from '../../src/shared/random.ts'
import { codeRows } from '../../src/core/projection/rows.ts'
import { principalComponents } from '../../src/core/projection/pca.ts'
import { nearestRows } from '../../src/core/projection/nearest.ts'
import { umap } from '../../src/core/projection/umap/index.ts'

const PICTURES = Number(process.argv[2] ?? 10_000)
const NUMBERS = Number(process.argv[3] ?? 256)
const CLASSES = 100
const K = 15

const rng = new Rng('map', PICTURES, NUMBERS)
const centres = Array.from({ length: CLASSES }, () => Float32Array.from({ length: NUMBERS }, () => rng.normal()))
const data = new Float32Array(PICTURES * NUMBERS)
for (let row = 0; row < PICTURES; row++) {
  const centre = centres[row % CLASSES]!
  for (let i = 0; i < NUMBERS; i++) data[row * NUMBERS + i] = centre[i]! + 0.15 * (1 + (i % 7)) * rng.normal()
}

async function timed<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  const start = performance.now()
  const before = process.cpuUsage()
  const result = await work()
  const { user } = process.cpuUsage(before)
  const [wall, cpu] = [(performance.now() - start) / 1000, user / 1e6]
  console.log(`${name.padEnd(34)} ${wall.toFixed(2).padStart(7)} s, ${cpu.toFixed(2).padStart(7)} s of a core`)
  return result
}

const pictures = Array.from({ length: PICTURES }, (_, i) => i)
const rows = await timed('rows of unit length', () =>
  codeRows({ data, count: PICTURES, size: NUMBERS }, pictures, { kind: 'cosine' }),
)
const two = await timed('first 2 components', () => principalComponents(rows, 2))
const fifty = await timed('first 50 components', () => principalComponents(rows, 50))
await timed('neighbours among 50 components', () => nearestRows(fifty.rows, K - 1, 'cosine'))
const nearest = await timed(`neighbours among ${NUMBERS} numbers`, () => nearestRows(rows, K - 1, 'cosine'))
const points = await timed('UMAP', () =>
  umap(nearest, two.rows.data.slice(0, PICTURES * 2), { minDistance: 0.1, seed: 1 }),
)
const onMap = await nearestRows({ data: padTo4(points), count: PICTURES, size: 2 }, K - 1, 'euclidean')

function padTo4(values: Float64Array): Float64Array {
  const padded = new Float64Array(((PICTURES + 3) & ~3) * 2)
  padded.set(values)
  return padded
}

let shared = 0
for (let row = 0; row < PICTURES; row++) {
  const own = new Set(nearest.rows.subarray(row * nearest.k, (row + 1) * nearest.k))
  for (const each of onMap.rows.subarray(row * nearest.k, (row + 1) * nearest.k)) if (own.has(each)) shared++
}
console.log(`of ${nearest.k} neighbours, on the map too: ${((100 * shared) / (PICTURES * nearest.k)).toFixed(1)} %`)
