import { describe, expect, it } from 'vitest'
import { Rng } from '../../shared/random.ts'
import { accuracyByWay, waysUpTo } from './accuracy-curve.ts'
import { makeProtocol } from './protocol.ts'
import { scoreTrials } from './score.ts'
import { fakeAlphabets, range } from './testing.ts'

const dataset = fakeAlphabets(1, 40, 3)
const rules = { classes: range(40), shot: 1, trials: 600, seed: 2, withinGroup: false, acrossDrawer: false }
const protocol = makeProtocol({ dataset, ...rules, way: 30 })

function resultsOf(noise: number) {
  const rng = new Rng(1, 'codes')
  const size = 4
  const centres = range(40).map(() => range(size).map(() => rng.uniform(-1, 1)))
  const data = dataset.pictures.flatMap(({ classIndex }) =>
    range(size).map((i) => centres[classIndex]![i]! + noise * rng.uniform(-1, 1)),
  )
  const codes = { data: Float32Array.from(data), count: dataset.pictures.length, size }
  return scoreTrials(codes, { kind: 'euclidean', normalise: false }, protocol)
}

describe('accuracyByWay', () => {
  it('ends with the accuracy of the trials themselves and falls on the way there', () => {
    const results = resultsOf(0.6)
    const curve = accuracyByWay(protocol, results, waysUpTo(30))
    const own = results.reduce((sum, { credit }) => sum + credit, 0) / results.length
    expect(curve.at(-1)).toMatchObject({ way: 30, accuracy: own, chance: 1 / 30, trials: 600 })
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

describe('waysUpTo', () => {
  it('ends at the largest way there is, and at 50', () => {
    expect(waysUpTo(1)).toEqual([])
    expect(waysUpTo(7)).toEqual([2, 3, 4, 5, 6, 7])
    expect(waysUpTo(20).at(-1)).toBe(20)
    expect(waysUpTo(900).at(-1)).toBe(50)
  })
})
