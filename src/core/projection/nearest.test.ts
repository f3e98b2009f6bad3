import { describe, expect, it } from 'vitest'
import { Rng } from '../../shared/random.ts'
import { nearestRows } from './nearest.ts'
import { codeRows, mapMetric } from './rows.ts'

const rng = new Rng('nearest')
const COUNT = 150
const SIZE = 7
const codes = { data: Float32Array.from({ length: COUNT * SIZE }, () => rng.normal()), count: COUNT, size: SIZE }
const pictures = Array.from({ length: COUNT }, (_, i) => i)
const row = (at: number) => [...codes.data.subarray(at * SIZE, (at + 1) * SIZE)]

/** By the definition of each distance, one pair after the other. */
function bruteForce(of: number, k: number, distance: (a: number[], b: number[]) => number) {
  return pictures
    .filter((other) => other !== of)
    .map((other) => ({ other, distance: distance(row(of), row(other)) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, k)
}

const euclidean = (a: number[], b: number[]) => Math.hypot(...a.map((value, i) => value - b[i]!))
const cosine = (a: number[], b: number[]) => {
  const dot = a.reduce((sum, value, i) => sum + value * b[i]!, 0)
  return 1 - dot / Math.hypot(...a) / Math.hypot(...b)
}

describe('nearest rows', () => {
  it.each([
    ['cosine', { kind: 'cosine' }, cosine],
    ['euclidean', { kind: 'euclidean', normalise: false }, euclidean],
  ] as const)('are those of all pairs, %s', async (_, score, distance) => {
    const found = await nearestRows(codeRows(codes, pictures, score), 6, mapMetric(score))
    for (const of of pictures) {
      const told = bruteForce(of, 6, distance)
      expect([...found.rows.subarray(of * 6, of * 6 + 6)]).toEqual(told.map(({ other }) => other))
      told.forEach((each, i) => expect(found.distances[of * 6 + i]).toBeCloseTo(each.distance, 6))
    }
  })

  it('counts to the end, and stops when told to', async () => {
    const rows = codeRows(codes, pictures, { kind: 'cosine' })
    const told: (readonly [number, number])[] = []
    await nearestRows(rows, 3, 'cosine', { onProgress: (done, total) => told.push([done, total]) })
    expect(told[0]?.[0]).toBe(0)
    expect(told.at(-1)).toEqual([6, 6])
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(nearestRows(rows, 3, 'cosine', { signal })).rejects.toThrow('enough')
  })
})

describe('the metric of a map', () => {
  it('is that of the head, or of the codes where the head is no distance between points', () => {
    expect(mapMetric({ kind: 'cosine' })).toBe('cosine')
    for (const kind of ['euclidean', 'l1', 'subtract'] as const) expect(mapMetric({ kind })).toBe('euclidean')
  })
})
