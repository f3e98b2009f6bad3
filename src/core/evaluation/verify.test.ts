import { describe, expect, it } from 'vitest'
import type { Codes } from '../../shared/evaluation.ts'
import { Rng } from '../../shared/random.ts'
import { fakeAlphabets, fakeDataset, range } from './testing.ts'
import { pairwiseDistances, verificationPairs } from './verification-pairs.ts'
import { verify } from './verify.ts'

const dataset = fakeAlphabets(2, 5, 4)
const all = range(10)

/** Codes around a point of each class; `noise` 0 puts a class's pictures on one spot. */
function codesOf(noise: number, data = dataset): Codes {
  const rng = new Rng(3, 'codes')
  const size = 6
  const centres = data.classes.map(() => range(size).map(() => rng.uniform(-1, 1)))
  const rows = data.pictures.flatMap(({ classIndex }) =>
    range(size).map((i) => centres[classIndex]![i]! + noise * rng.uniform(-1, 1)),
  )
  return { data: Float32Array.from(rows), count: data.pictures.length, size }
}

const key = (a: number, b: number) => `${Math.min(a, b)}-${Math.max(a, b)}`
const classOf = (picture: number) => dataset.pictures[picture]!.classIndex

describe('verificationPairs', () => {
  it('lists every pair once', () => {
    const { genuine, impostor } = verificationPairs(dataset, all)
    expect(genuine.total).toBe(10 * 6)
    expect(impostor.total).toBe((40 * 39) / 2 - 60)
    for (const [pairs, same] of [
      [genuine, true],
      [impostor, false],
    ] as const) {
      const keys = new Set(range(pairs.first.length).map((i) => key(pairs.first[i]!, pairs.second[i]!)))
      expect(keys.size).toBe(pairs.total)
      expect(pairs.first.every((a, i) => (classOf(a) === classOf(pairs.second[i]!)) === same)).toBe(true)
    }
  })

  it('stays within groups where asked', () => {
    const { impostor } = verificationPairs(dataset, all, { withinGroup: true })
    expect(impostor.total).toBe(2 * ((20 * 19) / 2 - 30))
    expect(impostor.first.every((a, i) => a < 20 === impostor.second[i]! < 20)).toBe(true)
  })

  it('draws a seeded sample of what is too much, and says how many there are', () => {
    const options = { limit: 50, seed: 4 }
    const { genuine, impostor } = verificationPairs(dataset, all, options)
    expect([genuine.first.length, impostor.first.length]).toEqual([50, 50])
    expect([genuine.total, impostor.total]).toEqual([60, 720])
    expect(impostor.first.every((a, i) => classOf(a) !== classOf(impostor.second[i]!))).toBe(true)
    expect(verificationPairs(dataset, all, options)).toEqual({ genuine, impostor })
    expect(verificationPairs(dataset, all, { ...options, seed: 5 })).not.toEqual({ genuine, impostor })
  })

  it('never takes a file beside its copy for a genuine pair', () => {
    const copies = fakeDataset([
      { name: 'a', hashes: ['1', '1', '2'] },
      { name: 'b', hashes: ['3', '4'] },
    ])
    expect(verificationPairs(copies, [0, 1]).genuine.total).toBe(3)
  })
})

describe('verify', () => {
  it('is perfect where classes are points, and says what so few pairs can vouch for', () => {
    const result = verify({ dataset, codes: codesOf(0), score: { kind: 'euclidean', normalise: false }, classes: all })
    expect(result).toMatchObject({ auc: 1, equalErrorRate: 0, genuine: 60, impostor: 720, thresholdsFrom: 'same' })
    expect(result.lowestFalseAccept).toBeCloseTo(3 / 720, 12)
    expect(result.points.map(({ target, supported, trueAccept }) => [target, supported, trueAccept])).toEqual([
      [0.01, true, 1],
      [0.001, false, 1],
    ])
  })

  it('reports a threshold on other classes than it was chosen on', () => {
    const codes = codesOf(0.9)
    const score = { kind: 'cosine' } as const
    const [classes, thresholdClasses] = [all.slice(0, 5), all.slice(5)]
    const own = verify({ dataset, codes, score, classes })
    const other = verify({ dataset, codes, score, classes, thresholdClasses })
    expect(own.points[0]!.falseAccept).toBeLessThanOrEqual(0.01)
    expect(other.thresholdsFrom).toBe('validation')
    expect(other.auc).toBe(own.auc)
    expect(other.points[0]!.threshold).toBe(
      verify({ dataset, codes, score, classes: thresholdClasses }).points[0]!.threshold,
    )
    const { genuine } = verificationPairs(dataset, classes)
    const accepted = pairwiseDistances(codes, score, genuine).filter((d) => d <= other.points[0]!.threshold!)
    expect(other.points[0]!.trueAccept).toBe(accepted.length / genuine.total)
  })

  it('says when there is nothing to compare', () => {
    const lonely = fakeDataset([
      { name: 'a', hashes: ['1'] },
      { name: 'b', hashes: ['2'] },
    ])
    const codes = codesOf(0, lonely)
    expect(() => verify({ dataset: lonely, codes, score: { kind: 'cosine' }, classes: [0, 1] })).toThrow(
      /two different pictures/,
    )
  })
})
