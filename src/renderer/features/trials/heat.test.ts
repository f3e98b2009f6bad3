import { describe, expect, it } from 'vitest'
import type { OcclusionMaps } from '../../../shared/contract/trials.ts'
import { bordersOf, changeDigits, decisive, largestChange, rangeOf, shadeOf, signed } from './heat.ts'

const maps: OcclusionMaps = {
  cells: 2,
  patch: 0.5,
  query: { toTruth: Float32Array.of(0, 0.25, NaN, NaN), toRival: Float32Array.of(0, -0.5, NaN, NaN) },
  truth: Float32Array.of(NaN, NaN, NaN, NaN),
  rival: Float32Array.of(NaN, NaN, NaN, NaN),
  nearest: { query: [1, 0, -1, -1], truth: [-1, -1, -1, -1], rival: [-1, -1, -1, -1] },
}

describe('the scale', () => {
  it('ends at the largest change of all maps, known so far', () => {
    expect(largestChange(maps)).toBe(0.5)
    expect(rangeOf(maps.query.toTruth)).toEqual({ lowest: 0, highest: 0.25 })
    expect(rangeOf(maps.query.toRival)).toEqual({ lowest: -0.5, highest: 0 })
  })

  it('has a sign for what counts, and nothing for what is unknown or changes nothing', () => {
    expect(shadeOf(0.5, 0.5)).toMatchObject({ kind: 'farther', sign: '+' })
    expect(shadeOf(-0.25, 0.5)).toMatchObject({ kind: 'closer', sign: '−' })
    expect(shadeOf(-0.05, 0.5)).toMatchObject({ kind: 'closer', sign: '' })
    expect(shadeOf(0.25, 0.5)!.opacity).toBeCloseTo(shadeOf(-0.5, 0.5)!.opacity / 2)
    expect([shadeOf(NaN, 1), shadeOf(0, 1), shadeOf(0, 0)]).toEqual([undefined, undefined, undefined])
  })

  it('writes changes with their sign, in digits that tell them apart', () => {
    expect([signed(0.0123, 4), signed(-0.04, 4), signed(-0.00001, 3)]).toEqual(['+0.0123', '−0.0400', '0.000'])
    expect([changeDigits(3), changeDigits(0.05), changeDigits(0.0004), changeDigits(0)]).toEqual([3, 4, 6, 3])
  })
})

describe('positions that decide', () => {
  it('are those where a wrong trial would be right, or a right one wrong', () => {
    expect(decisive([1, 0, -1, 2], 0, false)).toEqual([false, true, false, false])
    expect(decisive([1, 0, -1, 2], 0, true)).toEqual([true, false, false, true])
  })
})

describe('the border around marked cells', () => {
  it('leaves out what lies between two of them', () => {
    expect(bordersOf([false, false, false, false], 2)).toEqual([])
    const upper = bordersOf([true, true, false, false], 2)
    expect(upper).toHaveLength(6)
    expect(upper).not.toContainEqual([1, 0, 1, 1])
    expect(upper).toContainEqual([0, 1, 1, 1])
    expect(bordersOf([true, true, true, true], 2)).toHaveLength(8)
  })
})
