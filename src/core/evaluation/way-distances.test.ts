import { describe, expect, it } from 'vitest'
import { Rng } from '../../shared/random.ts'
import { drawTrials } from './protocols/protocol.ts'
import { rowDistance } from './score.ts'
import { fakeAlphabets, range } from './testing.ts'
import { WayDistances } from './way-distances.ts'

const dataset = fakeAlphabets(1, 30, 6)
const rng = new Rng('way distances')
const codes = {
  data: Float32Array.from({ length: dataset.pictures.length * 5 }, () => rng.normal()),
  count: dataset.pictures.length,
  size: 5,
}

describe('WayDistances', () => {
  it.each([1, 3])('are those of each trial by itself, in the order of the trials (%i-shot)', (shot) => {
    const rules = { classes: range(30), way: 7, shot, trials: 2300, seed: 1, withinGroup: false, acrossDrawer: false }
    const trials = drawTrials({ dataset, ...rules })
    const score = { kind: 'cosine' } as const
    const distance = rowDistance(codes, score)
    let at = 0
    new WayDistances(dataset, codes, score).forEach(trials, 7, shot, (trial, distances) => {
      expect(trial).toBe(trials[at++])
      expect([...distances]).toEqual(range(7).map((way) => distance(trial.query, trial.supports, way * shot, shot)))
    })
    expect(at).toBe(2300)
  })
})
