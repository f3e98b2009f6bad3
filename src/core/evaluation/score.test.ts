import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Codes, PairScore, Protocol, Trial } from '../../shared/evaluation.ts'
import { Rng } from '../../shared/random.ts'
import { makeProtocol } from './protocols/protocol.ts'
import { pairDistance, rowDistance, scoreTrials } from './score.ts'
import { fakeAlphabets, range } from './testing.ts'
import { judge, picturesOf, summarise } from './trials.ts'

const dataset = fakeAlphabets(1, 20, 6)

function protocolOf(way: number, shot: number, trials = 40): Protocol {
  const rules = { dataset, classes: range(20), seed: 1, withinGroup: false, acrossDrawer: false }
  return makeProtocol({ ...rules, way, shot, trials })
}

function randomCodes(size: number, seed = 1, count = dataset.pictures.length): Codes {
  const rng = new Rng(seed)
  return { data: Float32Array.from({ length: count * size }, () => rng.normal()), count, size }
}

function headsFor(size: number): PairScore[] {
  const weight = randomCodes(size, 2, 1).data
  return [
    { kind: 'cosine' },
    { kind: 'euclidean', normalise: false },
    { kind: 'euclidean', normalise: true },
    { kind: 'l1', weight, bias: 0.3 },
    { kind: 'subtract', weight, bias: -0.2 },
  ]
}

const oneTrial = (supports: Trial['supports'], truth = 0): Protocol => ({
  ...protocolOf(2, 1, 1),
  trials: [{ query: 0, supports, truth }],
})

describe('scoreTrials', () => {
  it('gives a collapsed network exactly chance, whatever the head, way and shot', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20 }), fc.integer({ min: 1, max: 5 }), fc.nat(4), (way, shot, head) => {
        const row = randomCodes(7, 9, 1).data
        const data = Float32Array.from({ length: dataset.pictures.length * 7 }, (_, i) => row[i % 7]!)
        const codes = { data, count: dataset.pictures.length, size: 7 }
        const results = scoreTrials(codes, headsFor(7)[head]!, protocolOf(way, shot))
        const { accuracy, chance } = summarise(results, way)
        expect(accuracy).toBeCloseTo(chance, 12)
        expect(results.every(({ tied, margin }) => tied === way && margin === 0)).toBe(true)
      }),
      { seed: 2, numRuns: 60 },
    )
  })

  it('gives all-zero codes chance too', () => {
    const codes = { data: new Float32Array(dataset.pictures.length * 3), count: dataset.pictures.length, size: 3 }
    for (const head of headsFor(3)) expect(summarise(scoreTrials(codes, head, protocolOf(4, 2)), 4).accuracy).toBe(0.25)
  })

  it('does not care where the answer stands', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.nat(4), fc.nat(), (shot, head, seed) => {
        const protocol = protocolOf(6, shot)
        // Whole numbers of a small range make ties common.
        const codes = { ...randomCodes(3), data: randomCodes(3).data.map((value) => Math.round(value)) }
        const order = new Rng(seed).shuffle(range(6))
        const shuffled = protocol.trials.map(({ query, supports, truth }) => ({
          query,
          supports: order.map((way) => supports[way]!),
          truth: order.indexOf(truth),
        }))
        const credits = (p: Protocol) => scoreTrials(codes, headsFor(3)[head]!, p).map(({ credit }) => credit)
        expect(credits({ ...protocol, trials: shuffled })).toEqual(credits(protocol))
      }),
      { seed: 3, numRuns: 60 },
    )
  })

  it('computes the distances its heads promise', () => {
    const codes: Codes = { data: Float32Array.of(3, 4, 0, 2, 6, 8, -4, 3), count: 4, size: 2 }
    const weight = Float32Array.of(0.5, -0.25)
    const distances = (score: PairScore, supports: number[][]) =>
      scoreTrials(codes, score, oneTrial(supports))[0]!.distances.map((value) => Math.round(value * 1e6) / 1e6 + 0)
    const single = [[1], [2], [3]]
    expect(distances({ kind: 'cosine' }, single)).toEqual([0.2, 0, 1])
    expect(distances({ kind: 'euclidean', normalise: false }, single)).toEqual([3.605551, 5, 7.071068])
    expect(distances({ kind: 'euclidean', normalise: true }, single)).toEqual([0.632456, 0, 1.414214])
    const sigmoid = (logit: number) => Math.round(1e6 / (1 + Math.exp(-logit))) / 1e6
    expect(distances({ kind: 'l1', weight, bias: 0.1 }, single)).toEqual([1.1, 0.6, 3.35].map(sigmoid))
    expect(distances({ kind: 'subtract', weight, bias: 0.1 }, single)).toEqual([1.1, -0.4, 3.35].map(sigmoid))
  })

  it('compares with the mean code of several supports, and sigmoid heads with the mean distance', () => {
    const codes: Codes = { data: Float32Array.of(1, 1, 4, 0, 0, 2), count: 3, size: 2 }
    const both = [[1, 2], [0]]
    const [euclidean] = scoreTrials(codes, { kind: 'euclidean', normalise: false }, oneTrial(both))
    expect(euclidean!.distances[0]).toBeCloseTo(1, 6)
    // Unit codes (1, 0) and (0, 1): their mean points as the query does, whatever the lengths were.
    const [cosine] = scoreTrials(codes, { kind: 'cosine' }, oneTrial(both))
    expect(cosine!.distances[0]).toBeCloseTo(0, 6)
    const [l1] = scoreTrials(codes, { kind: 'l1', weight: Float32Array.of(1, 0), bias: 0 }, oneTrial(both))
    expect(l1!.distances[0]).toBeCloseTo((1 / (1 + Math.exp(-3)) + 1 / (1 + Math.exp(-1))) / 2, 6)
  })

  it('never lets NaN win', () => {
    const codes: Codes = { data: Float32Array.of(1, 0, NaN, NaN, 0, 1), count: 3, size: 2 }
    for (const head of headsFor(2)) {
      expect(scoreTrials(codes, head, oneTrial([[1], [2]], 1))[0]).toMatchObject({
        credit: 1,
        chosen: 1,
        margin: Infinity,
      })
      expect(scoreTrials(codes, head, oneTrial([[1], [2]], 0))[0]).toMatchObject({
        credit: 0,
        chosen: 1,
        margin: -Infinity,
      })
      expect(scoreTrials(codes, head, oneTrial([[1], [1]], 0))[0]).toMatchObject({ credit: 0, chosen: -1, tied: 0 })
    }
  })

  it('refuses pictures without a code and heads that do not fit', () => {
    const codes = randomCodes(4, 1, 3)
    expect(() => scoreTrials(codes, { kind: 'cosine' }, oneTrial([[1], [7]]))).toThrow('no code for picture 7')
    expect(() =>
      scoreTrials(codes, { kind: 'l1', weight: new Float32Array(3), bias: 0 }, oneTrial([[1], [2]])),
    ).toThrow('the head has 3 weights, the codes 4 numbers')
  })

  it('scores 400 20-way trials of 256 numbers in well under a second', () => {
    const protocol = protocolOf(20, 1, 400)
    const codes = randomCodes(256)
    for (const head of headsFor(256)) {
      scoreTrials(codes, head, protocol)
      const times = range(5).map(() => {
        const start = performance.now()
        scoreTrials(codes, head, protocol)
        return performance.now() - start
      })
      // The best of several: other work on the machine is not ours to measure.
      expect(Math.min(...times)).toBeLessThan(500)
    }
  })
})

describe('rowDistance', () => {
  it('takes the mean of any number of supports as adding one after the other does', () => {
    const size = 13
    const codes = randomCodes(size)
    const unit = (row: number[]) => row.map((value) => value / Math.hypot(...row))
    const rowOf = (picture: number) => [...codes.data.subarray(picture * size, (picture + 1) * size)]
    for (const count of range(20).map((i) => i + 1)) {
      const supports = new Rng(count).sample(range(codes.count), count)
      const mean = unit(range(size).map((i) => supports.reduce((sum, each) => sum + unit(rowOf(each))[i]!, 0)))
      const cosine = 1 - unit(rowOf(3)).reduce((sum, value, i) => sum + value * mean[i]!, 0)
      expect(rowDistance(codes, { kind: 'cosine' })(3, supports)).toBeCloseTo(cosine, 12)
      const plain = range(size).map((i) => supports.reduce((sum, each) => sum + rowOf(each)[i]!, 0) / count)
      const far = Math.hypot(...rowOf(3).map((value, i) => value - plain[i]!))
      expect(rowDistance(codes, { kind: 'euclidean', normalise: false })(3, supports)).toBeCloseTo(far, 12)
    }
  })

  it('gives the same however many rows were asked for before', () => {
    const codes = randomCodes(5)
    const rng = new Rng('asked before')
    for (const head of headsFor(5)) {
      const used = rowDistance(codes, head)
      for (let asked = 0; asked < 300; asked++) {
        const supports = rng.sample(range(codes.count), 1 + rng.int(asked === 150 ? 100 : 30))
        const fresh = rowDistance({ ...codes }, head)
        expect(used(asked % codes.count, supports)).toBe(fresh(asked % codes.count, supports))
      }
    }
  })

  it('takes supports from the middle of a table as from a list of their own', () => {
    const codes = randomCodes(7)
    const table = Int32Array.from([5, 1, 8, 2, 9, 4])
    for (const head of headsFor(7)) {
      const distance = rowDistance(codes, head)
      expect(distance(3, table, 2, 3)).toBe(distance(3, [8, 2, 9]))
    }
  })

  it('refuses codes that are not there', () => {
    const codes = { ...randomCodes(4), count: 1e6 }
    expect(() => rowDistance(codes, { kind: 'cosine' })).toThrow('1000000 codes of 4 numbers do not fit into 480')
  })
})

describe('pairDistance', () => {
  it('is what a trial with one support would have', () => {
    for (const size of [1, 6, 33]) {
      const codes = randomCodes(size)
      for (const head of headsFor(size)) {
        const [pair, trial] = [pairDistance(codes, head), rowDistance(codes, head)]
        for (const [a, b] of [
          [0, 1],
          [5, 90],
          [7, 7],
        ] as const) {
          expect(pair(a, b)).toBe(trial(a, [b]))
        }
      }
    }
  })
})

describe('judge', () => {
  it('shares the credit of a tie', () => {
    expect(judge(0, [1, 1, 2], 1)).toEqual({
      trial: 0,
      credit: 0.5,
      chosen: 0,
      distances: [1, 1, 2],
      margin: 0,
      tied: 2,
    })
    expect(judge(0, [1, 1, 2], 2)).toMatchObject({ credit: 0, chosen: 0, margin: -1, tied: 2 })
    expect(judge(0, [3, 1, 2], 1)).toMatchObject({ credit: 1, chosen: 1, margin: 1, tied: 1 })
    expect(judge(0, [Infinity, Infinity], 1)).toMatchObject({ credit: 0.5, margin: 0, tied: 2 })
  })
})

describe('summarise', () => {
  it('prints an accuracy with its interval, chance and trials', () => {
    const results = range(400).map((i) => judge(i, i < 368 ? [0, 1] : [1, 0], 0))
    const { accuracy, interval, chance, trials } = summarise(results, 20)
    expect([accuracy, chance, trials]).toEqual([0.92, 0.05, 400])
    expect(interval.map((end) => end.toFixed(3))).toEqual(['0.889', '0.943'])
    expect(() => summarise([], 20)).toThrow(RangeError)
    const thirds = range(9).map((i) => judge(i, [0, 0, 0], 0))
    expect(summarise(thirds, 3).accuracy).toBeCloseTo(1 / 3, 12)
  })
})

describe('picturesOf', () => {
  it('lists every picture once', () => {
    expect(picturesOf(oneTrial([[5, 3], [0], [3]]))).toEqual([0, 3, 5])
  })
})
