import { describe, expect, it } from 'vitest'
import { Rng } from '../../shared/random.ts'
import { padded } from '../model/whitening/linear-algebra.ts'
import { jacobi } from './eigen.ts'
import { principalComponents } from './pca.ts'
import type { CodeRows } from './rows.ts'

function randomRows(count: number, size: number, spread: (column: number) => number): CodeRows {
  const rng = new Rng('pca', count, size)
  const data = new Float64Array(padded(count) * size)
  for (let i = 0; i < count * size; i++) data[i] = 3 + spread(i % size) * rng.normal()
  return { data, count, size }
}

/** Covariance by its definition. */
function covarianceOf({ data, count, size }: CodeRows): Float64Array {
  const mean = Array.from({ length: size }, (_, i) => {
    let sum = 0
    for (let row = 0; row < count; row++) sum += data[row * size + i]!
    return sum / count
  })
  const result = new Float64Array(size * size)
  for (let row = 0; row < count; row++)
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++)
        result[i * size + j]! += ((data[row * size + i]! - mean[i]!) * (data[row * size + j]! - mean[j]!)) / count
  return result
}

describe('eigenvectors of a small matrix', () => {
  it('are those known by hand', () => {
    const { values, vectors } = jacobi(Float64Array.of(2, 1, 1, 2), 2)
    expect([...values]).toEqual([expect.closeTo(3, 12), expect.closeTo(1, 12)])
    expect(Math.abs(vectors[0]!)).toBeCloseTo(Math.SQRT1_2, 12)
    expect(vectors[0]! * vectors[2]! + vectors[1]! * vectors[3]!).toBeCloseTo(0, 12)
  })
})

describe('principal components', () => {
  it('hold the variances of the whole covariance, uncorrelated and centred', async () => {
    const rows = randomRows(701, 30, (column) => 1 / (1 + column))
    const found = await principalComponents(rows, 5)
    const { values } = jacobi(covarianceOf(rows), 30)
    const total = values.reduce((sum, value) => sum + value, 0)
    found.shares.forEach((share, i) => expect(share).toBeCloseTo(values[i]! / total, 10))
    const covariance = covarianceOf(found.rows)
    for (let i = 0; i < 5; i++) {
      let sum = 0
      for (let row = 0; row < 701; row++) sum += found.rows.data[row * 5 + i]!
      expect(sum / 701).toBeCloseTo(0, 10)
      for (let j = 0; j < 5; j++) expect(covariance[i * 5 + j]).toBeCloseTo(i === j ? values[i]! : 0, 8)
    }
  })

  it('come out the same each time', async () => {
    const rows = randomRows(50, 9, (column) => 1 + column)
    expect(await principalComponents(rows, 2)).toEqual(await principalComponents(rows, 2))
  })

  it('of equal codes are 0, and never more than a code has numbers', async () => {
    const data = new Float64Array(8 * 3).fill(2)
    const { rows, shares } = await principalComponents({ data, count: 8, size: 3 }, 9)
    expect(rows.size).toBe(3)
    expect([...rows.data].every((value) => value === 0)).toBe(true)
    expect(shares).toEqual([0, 0, 0])
  })
})
