import { describe, expect, it } from 'vitest'
import { Rng } from '../../shared/random.ts'
import { accuracyByWay, accuracyCurve } from './accuracy-curve.ts'
import { makeProtocol } from './protocols/protocol.ts'
import { scoreTrials } from './score.ts'
import { fakeAlphabets, fakeDataset, range } from './testing.ts'
import { judge } from './trials.ts'

const dataset = fakeAlphabets(1, 40, 3)
const rules = { classes: range(40), shot: 1, trials: 600, seed: 2, withinGroup: false, acrossDrawer: false }
const protocol = makeProtocol({ dataset, ...rules, way: 30 })

function codesOf(noise: number) {
  const rng = new Rng(1, 'codes')
  const size = 4
  const centres = range(40).map(() => range(size).map(() => rng.uniform(-1, 1)))
  const data = dataset.pictures.flatMap(({ classIndex }) =>
    range(size).map((i) => centres[classIndex]![i]! + noise * rng.uniform(-1, 1)),
  )
  return { data: Float32Array.from(data), count: dataset.pictures.length, size }
}
const resultsOf = (noise: number) => scoreTrials(codesOf(noise), { kind: 'euclidean', normalise: false }, protocol)

describe('accuracyByWay', () => {
  it('ends with the accuracy of the trials themselves and falls on the way there', () => {
    const results = resultsOf(0.6)
    const curve = accuracyByWay(protocol, results, [2, 5, 10, 20, 30])
    const own = results.reduce((sum, { credit }) => sum + credit, 0) / results.length
    expect(curve.at(-1)).toMatchObject({ way: 30, chance: 1 / 30, trials: 600 })
    expect(curve.at(-1)!.accuracy).toBeCloseTo(own, 12)
    const accuracies = curve.map(({ accuracy }) => accuracy)
    expect(accuracies).toEqual([...accuracies].sort((a, b) => b - a))
    expect(accuracies[0]).toBeGreaterThan(own + 0.1)
  })

  it('is chance at every way when every distance is the same', () => {
    const flat = protocol.trials.map((_, trial) => ({
      trial,
      credit: 1 / 30,
      chosen: 0,
      distances: range(30).map(() => 1),
      margin: 0,
      tied: 30,
    }))
    for (const { way, accuracy } of accuracyByWay(protocol, flat, [2, 7, 30])) expect(accuracy).toBeCloseTo(1 / way, 9)
  })

  it('refuses ways the trials do not have', () => {
    expect(() => accuracyByWay(protocol, resultsOf(0), [31])).toThrow(RangeError)
    expect(() => accuracyByWay(protocol, resultsOf(0), [1])).toThrow(RangeError)
  })
})

/** As `accuracyByWay` says it does, the slow way: every trial narrowed and judged anew. */
function narrowed({ trials }: typeof protocol, results: ReturnType<typeof scoreTrials>, way: number): number {
  const credits = results.map(({ trial, distances }) => {
    const { truth } = trials[trial]!
    const others = distances.filter((_, at) => at !== truth).slice(0, way - 1)
    return judge(trial, [distances[truth]!, ...others], 0).credit
  })
  return credits.reduce((sum, credit) => sum + credit, 0) / credits.length
}

describe('accuracyByWay beside judging every narrowed trial', () => {
  it('agrees, with ties and distances that cannot be told', () => {
    const rng = new Rng(5, 'distances')
    const results = protocol.trials.map(({ truth }, trial) => {
      const distances = range(30).map(() => (rng.next() < 0.1 ? NaN : rng.int(6)))
      return judge(trial, distances, truth)
    })
    for (const { way, accuracy } of accuracyByWay(
      protocol,
      results,
      range(29).map((i) => i + 2),
    )) {
      expect(accuracy).toBeCloseTo(narrowed(protocol, results, way), 12)
    }
  })
})

describe('accuracyCurve', () => {
  const score = { kind: 'euclidean', normalise: false } as const
  const which = 'test classes'

  it('ends at the accuracy of the very trials that an evaluation of that way would draw', () => {
    const codes = codesOf(0.6)
    const curve = accuracyCurve({ dataset, ...rules, codes, score, which })
    const widest = makeProtocol({ dataset, ...rules, way: 40 })
    const credits = scoreTrials(codes, score, widest).map(({ credit }) => credit)
    expect(curve.protocol.hash).toBe(widest.hash)
    expect(curve.points.map(({ way }) => way)).toEqual(range(39).map((i) => i + 2))
    expect(curve.points.at(-1)!.accuracy).toBeCloseTo(credits.reduce((sum, each) => sum + each, 0) / 600, 12)
    expect(curve.protocol.name).toBe('2- to 40-way 1-shot, test classes, 600 trials, seed 2')
  })

  it('says at every way what all distances of the same trials would', () => {
    const many = fakeAlphabets(1, 60, 12)
    const asked = { dataset: many, classes: range(60), trials: 200, seed: 4, withinGroup: false }
    const rng = new Rng(3, 'codes')
    const data = Float32Array.from({ length: many.pictures.length * 3 }, () => rng.int(3))
    const codes = { data, count: many.pictures.length, size: 3 }
    for (const [shot, acrossDrawer] of [
      [1, false],
      [3, true],
      [10, false],
    ] as const) {
      const drawn = makeProtocol({ ...asked, shot, acrossDrawer, way: 50 })
      const curve = accuracyCurve({ ...asked, shot, acrossDrawer, codes, score, which })
      expect(curve.protocol.hash).toBe(drawn.hash)
      expect(curve.points).toEqual(
        accuracyByWay(
          drawn,
          scoreTrials(codes, score, drawn),
          range(49).map((i) => i + 2),
        ),
      )
    }
  })

  it('gives every group trials as wide as it is, and counts those a way stands on', () => {
    const groups = fakeDataset(
      range(12).map((i) => ({ name: `${i < 4 ? 'small' : 'large'}/${i}`, hashes: [`${i}a`, `${i}b`] })),
    )
    const codes = { data: new Float32Array(24).fill(1), count: 24, size: 1 }
    const asked = { dataset: groups, classes: range(12), shot: 1, trials: 101, seed: 1, withinGroup: true }
    const curve = accuracyCurve({ ...asked, acrossDrawer: false, codes, score, which })
    expect(curve.points.map(({ way, trials }) => [way, trials])).toEqual([
      [2, 101],
      [3, 101],
      [4, 101],
      [5, 50],
      [6, 50],
      [7, 50],
      [8, 50],
    ])
    for (const { accuracy, chance } of curve.points) expect(accuracy).toBeCloseTo(chance, 9)
  })

  it('refuses what not even two classes allow, as an evaluation does', () => {
    const asked = { dataset, ...rules, shot: 3, codes: codesOf(0), score, which }
    expect(() => accuracyCurve(asked)).toThrow(/No 2-way 3-shot trial can be made/)
  })
})
