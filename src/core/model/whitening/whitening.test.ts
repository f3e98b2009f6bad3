import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildWasm, generatedFile } from '../../../../tools/build-wasm.ts'
import { Rng } from '../../../shared/random.ts'
import { applyWhitening, fitWhitening, signedSquareRoot } from './index.ts'
import { cholesky, gram, invertLower, solveRows, timesTransposed } from './linear-algebra.ts'
import { CANDIDATES, chooseShrinkage } from './shrinkage.ts'
import { rowsByClass } from './classes.ts'

/** Eigenvalues and vectors (columns) of a small symmetric matrix: Jacobi's method, on its own, slow and sure. */
function jacobi(matrix: number[][]): { values: number[]; vectors: number[][] } {
  const n = matrix.length
  const a = matrix.map((row) => [...row])
  const v = a.map((_, i) => a.map((_, j) => (i === j ? 1 : 0)))
  for (let sweep = 0; sweep < 60; sweep++)
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        if (Math.abs(a[p]![q]!) < 1e-15) continue
        const theta = (a[q]![q]! - a[p]![p]!) / (2 * a[p]![q]!)
        const t = (Math.sign(theta) || 1) / (Math.abs(theta) + Math.hypot(theta, 1))
        const c = 1 / Math.hypot(t, 1)
        const s = t * c
        for (const m of [a, v])
          for (let k = 0; k < n; k++) {
            const [x, y] = [m[k]![p]!, m[k]![q]!]
            m[k]![p] = c * x - s * y
            m[k]![q] = s * x + c * y
          }
        for (let k = 0; k < n; k++) {
          const [x, y] = [a[p]![k]!, a[q]![k]!]
          a[p]![k] = c * x - s * y
          a[q]![k] = s * x + c * y
        }
      }
  return { values: a.map((row, i) => row[i]!), vectors: v }
}

/** Classes around random means, noise much larger in the first few directions. */
function clusters(classes: number, each: number, size: number, seed: number) {
  const rng = new Rng(seed)
  const labels: number[] = []
  const features: number[] = []
  for (let c = 0; c < classes; c++) {
    const centre = Array.from({ length: size }, () => rng.normal())
    for (let k = 0; k < each; k++) {
      labels.push(c)
      centre.forEach((value, i) => features.push(value + rng.normal() * (i < size / 4 ? 4 : 0.3)))
    }
  }
  return { features: Float32Array.from(features), labels }
}

function cosine(codes: Float32Array, size: number, i: number, j: number): number {
  const dot = (a: number, b: number) => {
    let sum = 0
    for (let k = 0; k < size; k++) sum += codes[a * size + k]! * codes[b * size + k]!
    return sum
  }
  return dot(i, j) / Math.sqrt(dot(i, i) * dot(j, j))
}

const normals = (length: number, seed: number) => {
  const rng = new Rng(seed)
  return Float64Array.from({ length }, () => rng.normal())
}

describe('linear algebra', () => {
  it('is built from products.wat', async () => {
    const source = join(import.meta.dirname, 'products.wat')
    expect(readFileSync(generatedFile(source), 'utf8')).toBe(await buildWasm(source))
  })

  // Whole blocks, parts of blocks, and rows longer than are taken at a time.
  it.each([
    [4, 8, 1],
    [64, 128, 512],
    [68, 72, 515],
    [132, 60, 1030],
  ])('multiplies [%i, n] and [%i, n] for n = %3$i', (rows, columns, n) => {
    const [a, b] = [normals(rows * n, 1), normals(columns * n, 2)]
    const dot = (x: Float64Array, i: number, y: Float64Array, j: number) => {
      let sum = 0
      for (let k = 0; k < n; k++) sum += x[i * n + k]! * y[j * n + k]!
      return sum
    }
    const result = timesTransposed(a, rows, b, columns, n)
    const own = gram(a, rows, n)
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) expect(Math.abs(result[i * columns + j]! - dot(a, i, b, j))).toBeLessThan(1e-11)
      for (let j = 0; j < rows; j++) expect(Math.abs(own[i * rows + j]! - dot(a, i, a, j))).toBeLessThan(1e-11)
    }
  })

  it('solves rows that are more than a block', () => {
    const [n, rows] = [140, 68]
    const l = gram(normals(n * 200, 3), n, 200)
    cholesky(l, n)
    const wanted = normals(rows * n, 4)
    const b = Float64Array.from(wanted, (_, at) => {
      const [row, i] = [Math.floor(at / n), at % n]
      let sum = 0
      for (let k = 0; k <= i; k++) sum += l[i * n + k]! * wanted[row * n + k]!
      return sum
    })
    solveRows(l, b, rows, n)
    b.forEach((value, at) => expect(Math.abs(value - wanted[at]!)).toBeLessThan(1e-9))
  })

  it.each([4, 12, 40, 100])('factors and inverts a matrix of %i', (n) => {
    const rng = new Rng(n)
    const x = Float64Array.from({ length: n * (n + 5) }, () => rng.normal())
    const s = gram(x, n, n + 5)
    const l = s.slice()
    cholesky(l, n)
    const w = invertLower(l, n)
    // W S Wᵀ is the identity.
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let sum = 0
        for (let p = 0; p <= i; p++) for (let q = 0; q <= j; q++) sum += w[i * n + p]! * s[p * n + q]! * w[j * n + q]!
        expect(sum).toBeCloseTo(i === j ? 1 : 0, 7)
      }
  })

  it('refuses what is not positive definite', () => {
    expect(() => cholesky(new Float64Array(16).fill(1), 4)).toThrow(/positive definite/)
  })
})

describe('fitWhitening', () => {
  it('gives the cosines of S^(-1/2) from an eigen-decomposition', () => {
    const size = 7
    const { features, labels } = clusters(5, 4, size, 2)
    const shrinkage = 0.3
    const whitening = fitWhitening(features, size, labels, { shrinkage })
    const codes = applyWhitening(whitening, features)

    const rows = Array.from({ length: 20 }, (_, i) => Array.from(features.slice(i * size, (i + 1) * size)))
    const means = [0, 1, 2, 3, 4].map((c) =>
      rows[0]!.map((_, k) => [0, 1, 2, 3].reduce((sum, i) => sum + rows[c * 4 + i]![k]! / 4, 0)),
    )
    const centre = means[0]!.map((_, k) => means.reduce((sum, mean) => sum + mean[k]! / 5, 0))
    const within = rows.map((row, i) => row.map((value, k) => value - means[labels[i]!]![k]!))
    const s = centre.map((_, p) => centre.map((_, q) => within.reduce((sum, row) => sum + (row[p]! * row[q]!) / 20, 0)))
    const trace = s.reduce((sum, row, i) => sum + row[i]!, 0)
    const shrunk = s.map((row, p) =>
      row.map((value, q) => (1 - shrinkage) * value + (p === q ? (shrinkage * trace) / size : 0)),
    )
    const { values, vectors } = jacobi(shrunk)
    const expected = rows.flatMap((row) =>
      centre.map((_, p) =>
        centre.reduce((sum, _, q) => {
          const root = values.reduce(
            (total, value, e) => total + (vectors[p]![e]! * vectors[q]![e]!) / Math.sqrt(value),
            0,
          )
          return sum + root * (row[q]! - centre[q]!)
        }, 0),
      ),
    )
    for (let i = 0; i < 20; i++)
      for (let j = 0; j < i; j++)
        expect(cosine(codes, size, i, j)).toBeCloseTo(cosine(Float32Array.from(expected), size, i, j), 4)
  })

  it('makes pictures of one class more alike than those of two', () => {
    const size = 16
    const { features, labels } = clusters(30, 6, size, 3)
    const score = (codes: Float32Array) => {
      let right = 0
      for (let i = 0; i < labels.length; i++) {
        const other = labels.findIndex((label, j) => label !== labels[i] && (i + j) % 7 === 3)
        const mate = labels.findIndex((label, j) => label === labels[i] && j !== i)
        right += cosine(codes, size, i, mate) > cosine(codes, size, i, other) ? 1 : 0
      }
      return right / labels.length
    }
    const whitening = fitWhitening(features, size, labels, { shrinkage: null })
    expect(score(applyWhitening(whitening, features))).toBeGreaterThan(score(features) + 0.1)
    expect(CANDIDATES).toContain(whitening.shrinkage)
  })

  it('copes with classes of one picture, equal pictures and few classes', () => {
    const lonely = fitWhitening(Float32Array.of(1, 2, 3, 4), 2, [0, 1], { shrinkage: null })
    expect(applyWhitening(lonely, Float32Array.of(2, 3))).toEqual(Float32Array.of(0, 0))
    const equal = fitWhitening(Float32Array.of(1, 2, 1, 2, 5, 6, 5, 6), 2, [0, 0, 1, 1], { shrinkage: 0 })
    expect([...equal.matrix]).toEqual([1, 0, 0, 1])
    expect(() => fitWhitening(new Float32Array(3), 2, [0], { shrinkage: 0 })).toThrow(RangeError)
  })
})

describe('chooseShrinkage', () => {
  it('shrinks little when pictures abound and much when they are few', () => {
    const many = clusters(60, 20, 8, 4)
    const few = clusters(8, 2, 40, 5)
    const choose = ({ features, labels }: typeof many, size: number) =>
      chooseShrinkage(features, size, rowsByClass(labels), 1)
    expect(choose(many, 8)).toBeLessThanOrEqual(0.3)
    expect(choose(few, 40)).toBeGreaterThanOrEqual(choose(many, 8))
    expect(choose(many, 8)).toBe(choose(many, 8))
  })
})

describe('signedSquareRoot', () => {
  it('keeps the sign', () => {
    expect([...signedSquareRoot(Float32Array.of(4, -9, 0))]).toEqual([2, -3, 0])
  })
})
