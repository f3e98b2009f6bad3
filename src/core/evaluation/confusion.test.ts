import { describe, expect, it } from 'vitest'
import type { Protocol } from '../../shared/evaluation.ts'
import { confusionOf } from './confusion.ts'
import { judge } from './trials.ts'

// Picture p belongs to class p / 10.
const classOf = (picture: number) => Math.floor(picture / 10)
/** The distance of every query to the support of each way. */
const runTrials = ({ trials }: Protocol, distance: (query: number, supports: readonly number[]) => number) =>
  trials.map(({ query, supports, truth }, index) =>
    judge(
      index,
      supports.map((pictures) => distance(query, pictures)),
      truth,
    ),
  )
const trial = (query: number, ways: readonly number[], truth: number) => ({
  query,
  supports: ways.map((way) => [way]),
  truth,
})

function protocolOf(trials: Protocol['trials']): Protocol {
  return { name: 'p', hash: 'h', way: 3, shot: 1, seed: 0, withinGroup: false, acrossDrawer: false, trials }
}

describe('confusionOf', () => {
  it('counts what was taken for what, of how many chances, and which trials', () => {
    const protocol = protocolOf([
      trial(1, [2, 12, 22], 0),
      trial(3, [4, 14, 24], 0),
      trial(15, [6, 16, 26], 1),
      trial(5, [9, 19, 29], 0),
    ])
    // Class 0 is always taken for class 1 when it can be, except in the last trial; class 1 is right.
    const results = runTrials(protocol, (query, [support]) => {
      if (query === 5) return classOf(support!) === 0 ? 0 : 1
      return classOf(support!) === 1 ? 0 : 1
    })
    const { cells, classes } = confusionOf(protocol, results, classOf)
    expect(cells).toEqual([{ truth: 0, chosen: 1, count: 2, offered: 3, trials: [0, 1] }])
    expect([...classes].sort()).toEqual([0, 1])
  })

  it('counts a tie for the class it was tied with, and nothing where no distance is a number', () => {
    const protocol = protocolOf([trial(1, [2, 12, 22], 0), trial(1, [2, 12, 22], 0)])
    const tie = { trial: 0, credit: 0.5, chosen: 0, distances: [0, 1, 0], margin: 0, tied: 2 }
    const nothing = { trial: 1, credit: 0, chosen: -1, distances: [NaN, NaN, NaN], margin: -Infinity, tied: 0 }
    const { cells } = confusionOf(protocol, [tie, nothing], classOf)
    expect(cells).toEqual([{ truth: 0, chosen: 2, count: 1, offered: 2, trials: [0] }])
  })

  it('puts classes that are confused side by side', () => {
    const wrong = (truth: number, chosen: number) => trial(truth * 10, [truth * 10 + 1, chosen * 10 + 1], 0)
    const protocol = protocolOf([wrong(1, 7), wrong(7, 1), wrong(2, 9), wrong(9, 2), wrong(7, 3)])
    const results = runTrials(protocol, (query, [support]) => (classOf(support!) === classOf(query) ? 1 : 0))
    const { classes } = confusionOf(protocol, results, classOf)
    const apart = (a: number, b: number) => Math.abs(classes.indexOf(a) - classes.indexOf(b))
    expect([apart(1, 7), apart(2, 9), apart(7, 3)]).toEqual([1, 1, 1])
  })
})
