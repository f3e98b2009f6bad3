import { describe, expect, it } from 'vitest'
import { Rng } from '../../../shared/random.ts'
import { nearestRows } from '../nearest.ts'
import { principalComponents } from '../pca.ts'
import { codeRows } from '../rows.ts'
import { fitCurve } from './curve.ts'
import { fuzzyGraph, memberships } from './fuzzy.ts'
import { epochsFor, umap } from './index.ts'

const CLASSES = 4
const COUNT = 120
const SIZE = 10
/** Clouds around far centres, classes in turn. */
function clouds() {
  const rng = new Rng('clouds')
  const centres = Array.from({ length: CLASSES * SIZE }, () => 8 * rng.normal())
  const data = Float32Array.from({ length: COUNT * SIZE }, (_, i) => {
    const [row, column] = [Math.floor(i / SIZE), i % SIZE]
    return centres[(row % CLASSES) * SIZE + column]! + rng.normal()
  })
  const pictures = Array.from({ length: COUNT }, (_, i) => i)
  return codeRows({ data, count: COUNT, size: SIZE }, pictures, { kind: 'euclidean', normalise: false })
}

async function mapOf(seed: number, signal?: AbortSignal) {
  const rows = clouds()
  const nearest = await nearestRows(rows, 14, 'euclidean')
  const start = (await principalComponents(rows, 2)).rows.data.subarray(0, COUNT * 2)
  return { nearest, points: await umap(nearest, start, { minDistance: 0.1, seed, ...(signal ? { signal } : {}) }) }
}

describe('the curve of closeness', () => {
  // Those umap-learn 0.5 fits with SciPy (find_ab_params), as its documentation and issues print them.
  it.each([
    [0.1, 1.577, 0.895],
    [0.001, 1.929, 0.792],
  ])('is that of umap-learn at a least distance of %f', (minDistance, a, b) => {
    const curve = fitCurve(minDistance)
    expect(curve.a).toBeCloseTo(a, 2)
    expect(curve.b).toBeCloseTo(b, 2)
  })
})

describe('the graph', () => {
  it('gives each row closenesses that sum to log2 of its neighbours, the nearest 1', async () => {
    const nearest = await nearestRows(clouds(), 14, 'euclidean')
    const strength = memberships(nearest)
    for (let row = 0; row < COUNT; row++) {
      const own = strength.subarray(row * 14, row * 14 + 14)
      expect(own[0]).toBe(1)
      expect(own.reduce((sum, value) => sum + value, 0)).toBeCloseTo(Math.log2(15), 3)
    }
  })

  it('holds every edge both ways with one weight, a + b - ab', () => {
    // Row 0 and 1 know each other; 2 knows 1, which does not know it.
    const rows = Int32Array.of(1, 0, 1)
    const { from, to, weight } = fuzzyGraph({ rows, distances: Float64Array.of(1, 1, 3), k: 1 })
    const edges = [...from.keys()].map((i) => [from[i], to[i], weight[i]])
    expect(edges).toEqual([
      [0, 1, 1],
      [1, 0, 1],
      [1, 2, 1],
      [2, 1, 1],
    ])
  })

  it('survives copies', async () => {
    const nearest = { rows: Int32Array.of(1, 2, 0, 2, 0, 1), distances: new Float64Array(6), k: 2 }
    expect([...memberships(nearest)]).toEqual([1, 1, 1, 1, 1, 1])
    const points = await umap(nearest, new Float64Array(6), { minDistance: 0.1, seed: 1 })
    expect([...points].every(Number.isFinite)).toBe(true)
  })
})

describe('a map', () => {
  it('keeps classes together, and comes out the same from the same seed', async () => {
    const { points } = await mapOf(1)
    expect((await mapOf(1)).points).toEqual(points)
    expect((await mapOf(2)).points).not.toEqual(points)
    const padded = new Float64Array(points)
    const onMap = await nearestRows({ data: padded, count: COUNT, size: 2 }, 10, 'euclidean')
    const own = [...onMap.rows].filter((other, i) => other % CLASSES === Math.floor(i / 10) % CLASSES)
    expect(own).toHaveLength(COUNT * 10)
  })

  it('stops when told to', async () => {
    await expect(mapOf(1, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
  })

  it('moves many points fewer times', () => {
    expect([1000, 10_000, 20_000].map(epochsFor)).toEqual([500, 250, 200])
  })
})
