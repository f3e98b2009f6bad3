import { describe, expect, it } from 'vitest'
import type { Codes } from '../../shared/evaluation.ts'
import { rankNeighbours } from './neighbours.ts'

const codesOf = (...rows: number[][]): Codes => {
  return { data: Float32Array.from(rows.flat()), count: rows.length, size: rows[0]!.length }
}

describe('ranked neighbours', () => {
  const codes = codesOf([1, 0], [0, 2], [3, 0.3], [NaN, NaN], [-1, 0], [3, 0.3])

  it('are in the order of the head, equals as they were named, without the query and what has no code', () => {
    const found = rankNeighbours(codes, { kind: 'cosine' }, 0, [0, 1, 2, 3, 4, 5], 10)
    expect(found.map(({ picture }) => picture)).toEqual([2, 5, 1, 4])
    expect(found.map(({ distance }) => distance)).toEqual([
      expect.closeTo(1 - 3 / Math.hypot(3, 0.3), 6),
      expect.closeTo(1 - 3 / Math.hypot(3, 0.3), 6),
      expect.closeTo(1, 6),
      expect.closeTo(2, 6),
    ])
  })

  it('are as many as asked for, among those asked for', () => {
    const found = rankNeighbours(codes, { kind: 'euclidean', normalise: false }, 4, [1, 2, 5], 2)
    expect(found.map(({ picture }) => picture)).toEqual([1, 2])
    expect(found[0]?.distance).toBeCloseTo(Math.hypot(1, 2), 6)
  })

  it('take the query as the first of the two where the head knows an order', () => {
    const head = { kind: 'subtract', weight: Float32Array.of(1, 0), bias: 0 } as const
    const [one] = rankNeighbours(codes, head, 0, [4], 1)
    const [other] = rankNeighbours(codes, head, 4, [0], 1)
    expect(one?.distance).toBeCloseTo(1 / (1 + Math.exp(-2)), 6)
    expect(other?.distance).toBeCloseTo(1 / (1 + Math.exp(2)), 6)
  })

  it('must have rows', () => {
    expect(() => rankNeighbours(codes, { kind: 'cosine' }, 0, [6], 1)).toThrow(RangeError)
  })
})
