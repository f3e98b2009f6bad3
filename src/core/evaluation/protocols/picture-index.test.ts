import { describe, expect, it } from 'vitest'
import { PictureIndex } from './picture-index.ts'
import { fakeDataset } from '../testing.ts'

const dataset = fakeDataset([
  { name: 'fern', hashes: ['a', 'b', 'a', 'c'], drawers: ['ann', undefined, 'bo', 'bo'] },
  { name: 'moss', hashes: ['b', 'd'], drawers: ['cy', 'ann'] },
])
const index = PictureIndex.of(dataset)
const ANN = 0
const BO = 1

function usable(of: number, except?: number, rule?: Uint8Array): number[] {
  const into = new Int32Array(index.largestClass)
  return [...into.subarray(0, index.usable(of, into, except, rule))]
}

describe('PictureIndex', () => {
  it('is made once for a data set', () => {
    expect(PictureIndex.of(dataset)).toBe(index)
    expect(PictureIndex.of({ ...dataset })).not.toBe(index)
  })

  it('gives equal files and equal drawers equal numbers', () => {
    expect([...index.content]).toEqual([0, 1, 0, 2, 1, 3])
    expect([...index.drawer]).toEqual([ANN, -1, BO, BO, 2, ANN])
    expect(index.drawers).toBe(3)
  })

  it('takes each content once, and never the one left out', () => {
    expect(usable(0)).toEqual([0, 1, 3])
    expect(usable(0, index.content[0])).toEqual([1, 3])
    expect(usable(1, index.content[1])).toEqual([5])
  })

  it('takes the first copy whose drawer is allowed, and none whose drawer is not told', () => {
    expect(usable(0, undefined, index.allow([BO]))).toEqual([2, 3])
    expect(usable(0, undefined, index.allow([ANN, BO]))).toEqual([0, 3])
    expect(usable(0, undefined, index.allowOthers(ANN))).toEqual([2, 3])
    expect(usable(1, undefined, index.allowOthers(ANN))).toEqual([4])
  })
})
