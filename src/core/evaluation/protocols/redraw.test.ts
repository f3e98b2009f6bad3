import { describe, expect, it } from 'vitest'
import type { Trial } from '../../../shared/evaluation.ts'
import { makeProtocol } from './protocol.ts'
import { redraw, redrawPictures } from './redraw.ts'
import { fakeAlphabets, fakeDataset, range } from '../testing.ts'

const dataset = fakeAlphabets(2, 6, 8)
const classes = range(12)
const options = { dataset, classes, way: 4, shot: 1, trials: 10, seed: 3, withinGroup: true, acrossDrawer: true }
const classOf = (picture: number) => dataset.pictures[picture]!.classIndex
const drawerOf = (picture: number) => dataset.pictures[picture]!.drawer

function check(trial: Trial, again: Trial): void {
  expect([again.query, again.truth]).toEqual([trial.query, trial.truth])
  expect(again.supports.map((own) => own.map(classOf))).toEqual(trial.supports.map((own) => own.map(classOf)))
  for (const support of again.supports.flat()) expect(support).not.toBe(trial.query)
}

describe('drawing supports anew', () => {
  it('keeps query, classes and their places, and the rule of one other drawer', () => {
    const protocol = makeProtocol(options)
    let changed = 0
    for (const [place, trial] of protocol.trials.entries()) {
      for (const number of [1, 2, 3]) {
        const again = redraw(dataset, protocol, trial, place, number)
        check(trial, again)
        const drawers = new Set(again.supports.flat().map(drawerOf))
        expect(drawers.size).toBe(1)
        expect(drawers).not.toContain(drawerOf(trial.query))
        expect(redraw(dataset, protocol, trial, place, number)).toEqual(again)
        expect(redrawPictures(dataset, trial)).toEqual(expect.arrayContaining(again.supports.flat()))
        if (again.supports.flat().join() !== trial.supports.flat().join()) changed += 1
      }
    }
    expect(changed).toBeGreaterThan(15)
  })

  it('gives several supports each their own content', () => {
    const protocol = makeProtocol({ ...options, shot: 3 })
    for (const [place, trial] of protocol.trials.entries()) {
      const again = redraw(dataset, protocol, trial, place, 1)
      check(trial, again)
      for (const own of again.supports) expect(new Set(own).size).toBe(3)
      expect(again.supports.flat().map(drawerOf)).not.toContain(drawerOf(trial.query))
    }
  })

  it('is the trial itself for 0, and where there is nothing else', () => {
    const small = fakeDataset([
      { name: 'a', hashes: ['1', '2'] },
      { name: 'b', hashes: ['3'] },
    ])
    const trial: Trial = { query: 0, supports: [[1], [2]], truth: 0 }
    const rules = { shot: 1, seed: 1, acrossDrawer: false }
    expect(redraw(small, rules, trial, 0, 0)).toBe(trial)
    expect(redraw(small, rules, trial, 0, 5)).toEqual(trial)
    expect(redrawPictures(small, trial)).toEqual([0, 1, 2])
  })
})
