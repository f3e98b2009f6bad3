import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DatasetInfo } from '../../../shared/dataset.ts'
import type { Protocol } from '../../../shared/evaluation.ts'
import { largestWay, makeProtocol } from './protocol.ts'
import type { ProtocolOptions } from './protocol-options.ts'
import { fakeAlphabets, fakeDataset, range } from '../testing.ts'

const plain = { way: 5, shot: 1, trials: 60, seed: 3, withinGroup: false, acrossDrawer: false }

function make(dataset: DatasetInfo, options: Partial<ProtocolOptions> = {}): Protocol {
  return makeProtocol({ dataset, classes: range(dataset.classes.length), ...plain, ...options })
}

/** What every protocol promises, whatever its options. */
function expectSound(dataset: DatasetInfo, protocol: Protocol): void {
  const { pictures, classes } = dataset
  for (const { query, supports, truth } of protocol.trials) {
    expect(supports).toHaveLength(protocol.way)
    const ways = supports.map((way) => [...new Set(way.map((picture) => pictures[picture]!.classIndex))])
    expect(ways.every((way) => way.length === 1)).toBe(true)
    expect(new Set(ways.flat()).size).toBe(protocol.way)
    expect(ways[truth]).toEqual([pictures[query]!.classIndex])
    for (const way of supports) {
      const hashes = way.map((picture) => pictures[picture]!.hash)
      expect(hashes).toHaveLength(protocol.shot)
      expect(new Set(hashes).size).toBe(protocol.shot)
      expect(hashes).not.toContain(pictures[query]!.hash)
      if (protocol.acrossDrawer) {
        const drawers = way.map((picture) => pictures[picture]!.drawer)
        expect(drawers).not.toContain(undefined)
        expect(drawers).not.toContain(pictures[query]!.drawer)
      }
    }
    if (protocol.withinGroup) expect(new Set(ways.flat().map((c) => classes[c]!.group)).size).toBe(1)
  }
}

describe('makeProtocol', () => {
  it('keeps its promises on any data set that allows the trials', () => {
    const someClass = fc.record({
      group: fc.integer({ min: 0, max: 1 }),
      // Few different contents, so that duplicates within and across classes are common.
      pictures: fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 4 })), { maxLength: 8 }),
    })
    const options = fc.record({
      way: fc.integer({ min: 2, max: 4 }),
      shot: fc.integer({ min: 1, max: 3 }),
      seed: fc.nat(),
      withinGroup: fc.boolean(),
      acrossDrawer: fc.boolean(),
    })
    let made = 0
    fc.assert(
      fc.property(fc.array(someClass, { minLength: 2, maxLength: 9 }), options, (fakes, chosen) => {
        const dataset = fakeDataset(
          fakes.map(({ group, pictures }, i) => ({
            name: `g${group}/c${i}`,
            hashes: pictures.map(([hash]) => `h${hash}`),
            drawers: pictures.map(([, drawer]) => (drawer === 0 ? undefined : `d${drawer}`)),
          })),
        )
        const classes = range(fakes.length)
        const rules = { ...chosen, dataset, classes, trials: 5 }
        const largest = largestWay(rules)
        if (chosen.way > largest)
          expect(() => makeProtocol(rules)).toThrow(expect.objectContaining({ name: 'UserError' }))
        else {
          made++
          expectSound(dataset, makeProtocol(rules))
        }
      }),
      { seed: 5, numRuns: 400 },
    )
    expect(made).toBeGreaterThan(50)
  })

  it('is decided by its seed and by content, not by place', () => {
    const dataset = fakeAlphabets(2, 6, 4)
    const moved = { ...dataset, root: '/elsewhere', hash: 'other' }
    expect(make(dataset)).toEqual(make(dataset))
    expect(make(moved).hash).toBe(make(dataset).hash)
    expect(make(dataset, { seed: 4 }).hash).not.toBe(make(dataset).hash)
  })

  it('puts the answer everywhere and asks about classes evenly', () => {
    const dataset = fakeAlphabets(2, 6, 4)
    const { trials } = make(dataset, { trials: 240, withinGroup: true })
    const positions = range(5).map((way) => trials.filter(({ truth }) => truth === way).length)
    expect(Math.min(...positions)).toBeGreaterThan(25)
    const asked = range(12).map((c) => trials.filter(({ query }) => dataset.pictures[query]!.classIndex === c).length)
    expect(asked).toEqual(asked.map(() => 20))
  })

  it('uses two drawers in a one-shot trial, and the same ones for every way in a few-shot trial', () => {
    const dataset = fakeAlphabets(1, 6, 5)
    const drawersOf = (pictures: readonly number[]) => [...new Set(pictures.map((p) => dataset.pictures[p]!.drawer))]
    for (const { supports } of make(dataset, { acrossDrawer: true }).trials) {
      expect(drawersOf(supports.flat())).toHaveLength(1)
    }
    for (const { supports } of make(dataset, { acrossDrawer: true, shot: 2 }).trials) {
      expect(drawersOf(supports.flat())).toHaveLength(2)
    }
  })

  it('still makes trials when the classes have no drawer in common', () => {
    const own = (i: number) => ({ name: `c${i}`, hashes: [`${i}a`, `${i}b`], drawers: [`${i}x`, `${i}y`] })
    const dataset = fakeDataset(range(5).map(own))
    expectSound(dataset, make(dataset, { acrossDrawer: true }))
  })

  it('finds the largest way', () => {
    const dataset = fakeAlphabets(3, 7, 3)
    const rules = { dataset, classes: range(21), ...plain }
    expect(largestWay(rules)).toBe(21)
    expect(largestWay({ ...rules, withinGroup: true })).toBe(7)
    expect(largestWay({ ...rules, withinGroup: true, acrossDrawer: true, shot: 2 })).toBe(7)
    expect(largestWay({ ...rules, acrossDrawer: true, shot: 3 })).toBe(0)
    expect(largestWay({ ...rules, classes: [4] })).toBe(0)
    expect(largestWay({ ...rules, classes: [] })).toBe(0)
  })

  it('draws 400 trials of an Omniglot-sized set in well under a second', () => {
    const dataset = fakeAlphabets(30, 32, 20)
    const start = performance.now()
    make(dataset, { way: 20, trials: 400, withinGroup: true, acrossDrawer: true })
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

describe('the errors of makeProtocol', () => {
  const failure = (act: () => unknown) => {
    try {
      act()
    } catch (error) {
      const { code, message, next } = error as { code: string; message: string; next?: string }
      return { code, message, next }
    }
    return undefined
  }

  it('say how large the way may be', () => {
    const dataset = fakeAlphabets(2, 6, 3)
    expect(failure(() => make(dataset, { way: 20 }))).toMatchInlineSnapshot(`
      {
        "code": "protocol/way",
        "message": "No 20-way 1-shot trial can be made: there are only 12 classes.",
        "next": "The largest possible way is 12.",
      }
    `)
    expect(failure(() => make(dataset, { way: 8, withinGroup: true }))).toMatchInlineSnapshot(`
      {
        "code": "protocol/way",
        "message": "No 8-way 1-shot trial can be made: the largest group, alphabet0, has only 6 classes.",
        "next": "The largest possible way is 6.",
      }
    `)
  })

  it('name the classes that lack pictures or drawers', () => {
    const two = { name: 'fern', hashes: ['f1', 'f2'], drawers: ['ann', 'bo'] }
    const copy = { name: 'moss', hashes: ['m1', 'm1'], drawers: ['ann', 'ann'] }
    const dataset = fakeDataset([two, copy, { name: 'reed', hashes: [] }])
    expect(failure(() => make(dataset, { way: 3 }))).toMatchInlineSnapshot(`
      {
        "code": "protocol/way",
        "message": "No 3-way 1-shot trial can be made: 1 support and a query need 2 different pictures, and reed has 0, moss has 1.",
        "next": "The largest possible way is 2.",
      }
    `)
    expect(failure(() => make(dataset, { way: 2, shot: 2 }))).toMatchInlineSnapshot(`
      {
        "code": "protocol/way",
        "message": "No 2-way 2-shot trial can be made: 2 supports and a query need 3 different pictures, and reed has 0, moss has 1, fern has 2.",
        "next": "Not even two classes can meet: take fewer shots, or add pictures.",
      }
    `)
    expect(failure(() => make(dataset, { way: 2, classes: [1, 2] }))).toMatchInlineSnapshot(`
      {
        "code": "protocol/way",
        "message": "No 2-way 1-shot trial can be made: 1 support and a query need 2 different pictures, and reed has 0, moss has 1.",
        "next": "Not even two classes can meet: add classes or pictures.",
      }
    `)
    const alone = fakeDataset([two, { name: 'alga', hashes: ['a1', 'a2'], drawers: ['cy', 'cy'] }])
    expect(failure(() => make(alone, { way: 2, classes: [1, 0], acrossDrawer: true, shot: 1 }))).toBeUndefined()
    const apart = fakeDataset(
      ['alga', 'kelp'].map((name) => ({ name, hashes: [`${name}1`, `${name}2`], drawers: ['cy', 'cy'] })),
    )
    expect(failure(() => make(apart, { way: 2, acrossDrawer: true }))).toMatchInlineSnapshot(`
      {
        "code": "protocol/way",
        "message": "No 2-way 1-shot trial can be made: a trial needs two drawers, and alga has 1, kelp has 1.",
        "next": "Not even two classes can meet: add classes or pictures.",
      }
    `)
  })

  it('refuse rules the data know nothing about, and numbers out of range', () => {
    const dataset = fakeDataset(range(5).map((i) => ({ name: `c${i}`, hashes: [`${i}a`, `${i}b`] })))
    expect(failure(() => make(dataset, { withinGroup: true }))?.code).toBe('protocol/no-groups')
    expect(failure(() => make(dataset, { acrossDrawer: true }))?.code).toBe('protocol/no-drawers')
    expect(failure(() => make(dataset, { way: 1 }))?.message).toBe('way must be a whole number of at least 2, got 1.')
    expect(failure(() => make(dataset, { shot: 0.5 }))?.code).toBe('protocol/shot')
    expect(failure(() => make(dataset, { trials: 0 }))?.code).toBe('protocol/trials')
  })
})
