import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Codes } from '../../shared/evaluation.ts'
import { Rng } from '../../shared/random.ts'
import { buildWasm, generatedFile } from '../../../tools/build-wasm.ts'
import { QUERIES, Rows } from './rows.ts'
import { range } from './testing.ts'

function randomCodes(count: number, size: number): Codes {
  const rng = new Rng('rows', size)
  return { data: Float32Array.from({ length: count * size }, () => rng.normal()), count, size }
}

const rowOf = ({ data, size }: Codes, row: number) => [...data.subarray(row * size, (row + 1) * size)]
const times = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
const unit = (row: readonly number[]) => row.map((value) => value / Math.hypot(...row))
const meanOf = (rows: readonly (readonly number[])[]) =>
  rows[0]!.map((_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length)

describe('Rows', () => {
  it('is built from rows.wat', async () => {
    const source = join(import.meta.dirname, 'rows.wat')
    expect(readFileSync(generatedFile(source), 'utf8')).toBe(await buildWasm(source))
  })

  it('says what plain sums in double precision say, whatever the size and however many rows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.integer({ min: 1, max: 150 }), fc.nat(), (size, count, seed) => {
        const codes = randomCodes(200, size)
        const weight = randomCodes(1, size).data
        const supports = new Rng(seed).sample(range(200), count)
        const query = rowOf(codes, 7)
        const units = unit(meanOf(supports.map((row) => unit(rowOf(codes, row)))))
        const plain = meanOf(supports.map((row) => rowOf(codes, row)))
        const far = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((value, i) => value - b[i]!))
        const apart = times(
          [...weight],
          query.map((value, i) => Math.abs(value - rowOf(codes, supports[0]!)[i]!)),
        )
        expect(Rows.of(codes, true).timesMean(7, supports, 0, count)).toBeCloseTo(times(unit(query), units), 12)
        expect(Rows.of(codes, true).farFromMean(7, supports, 0, count)).toBeCloseTo(far(unit(query), units), 12)
        expect(Rows.of(codes, false).farFromMean(7, supports, 0, count)).toBeCloseTo(far(query, plain), 12)
        expect(new Rows(codes, false, weight).apart(7, supports[0]!)).toBeCloseTo(apart, 12)
      }),
      { seed: 5, numRuns: 60 },
    )
  })

  it('gives equal rows equal distances, wherever they lie and whatever came before', () => {
    const drawn = randomCodes(10, 13)
    // Rows 0 to 9 again and again, so that 3, 13, 23... are equal.
    const data = Float32Array.from({ length: 2000 * 13 }, (_, i) => drawn.data[i % 130]!)
    const codes = { data, count: 2000, size: 13 }
    const weight = randomCodes(1, 13).data
    const [cosine, euclidean, l1] = [Rows.of(codes, true), Rows.of(codes, false), new Rows(codes, false, weight)]
    const seen = { times: new Set<number>(), far: new Set<number>(), apart: new Set<number>() }
    for (const at of range(180)) {
      const supports = [3, 5, 8].map((row, i) => row + 10 * ((at + 7 * i) % 200))
      const query = 4 + 10 * at
      seen.times.add(cosine.timesMean(query, supports, 0, 3))
      seen.far.add(euclidean.farFromMean(query, supports, 0, 3))
      seen.apart.add(l1.apart(query, supports[0]!))
    }
    expect([seen.times.size, seen.far.size, seen.apart.size]).toEqual([1, 1, 1])
  })

  it('keeps apart what is asked in turns, and more queries than there is room for', () => {
    const [small, large] = [randomCodes(QUERIES + 300, 3), randomCodes(50, 70)]
    const first = Rows.of(small, true)
    const alone = range(small.count).map((query) => first.timesMean(query, [1, 2], 0, 2))
    const inTurns = range(small.count).map((query) => {
      Rows.of(large, true).timesMean(query % 50, [3, 4], 0, 2)
      return first.timesMean(query, [1, 2], 0, 2)
    })
    expect(inTurns).toEqual(alone)
    expect(range(small.count).map((query) => first.timesMean(query, [1, 2], 0, 2))).toEqual(alone)
  })
})
