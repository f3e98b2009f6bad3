import { describe, expect, it } from 'vitest'
import { clusteredInterval, supportSets } from './clusters.ts'
import { kochProtocol } from './protocols/koch.ts'
import { makeProtocol } from './protocols/protocol.ts'
import { fakeAlphabets, range } from './testing.ts'

const dataset = fakeAlphabets(2, 6, 8)
const koch = kochProtocol({ dataset, classes: range(12), seed: 1, way: 5, trials: 40 })
const rules = { withinGroup: true, acrossDrawer: true }
const single = makeProtocol({ dataset, classes: range(12), way: 5, shot: 1, trials: 40, seed: 1, ...rules })

describe('support sets', () => {
  it('are one for each block, whatever the order of its ways', () => {
    expect(supportSets(koch)).toEqual(range(40).map((trial) => Math.floor(trial / 5)))
    const [first, ...others] = koch.trials
    const turned = { ...first!, supports: [...first!.supports].reverse() }
    expect(supportSets({ trials: [turned, ...others] })).toEqual(supportSets(koch))
  })
})

describe('the interval over support sets', () => {
  const width = ([low, high]: readonly [number, number]) => high - low

  it('is wide where whole sets are right or wrong, and narrow where each is half right', () => {
    const together = supportSets(koch).map((set) => set % 2)
    const apart = koch.trials.map((_, trial) => (trial % 5 < 3 ? 1 : 0))
    const wide = clusteredInterval(koch, together)!
    expect(wide.clusters).toBe(8)
    expect(wide.interval[0]).toBeLessThan(0.25)
    expect(width(wide.interval)).toBeGreaterThan(0.5)
    expect(width(clusteredInterval(koch, apart)!.interval)).toBe(0)
  })

  it('is left out where trials have supports of their own, or all the same', () => {
    const credits = koch.trials.map(() => 1)
    expect(clusteredInterval(single, credits)).toBeUndefined()
    expect(clusteredInterval({ trials: koch.trials.slice(0, 5) }, credits.slice(0, 5))).toBeUndefined()
  })
})
