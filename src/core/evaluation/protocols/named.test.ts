import { describe, expect, it } from 'vitest'
import type { DatasetInfo } from '../../../shared/dataset.ts'
import { UserError } from '../../../shared/errors.ts'
import { namedProtocol } from './named.ts'
import { fakeAlphabets, fakeDataset, range } from '../testing.ts'

const all = (dataset: DatasetInfo) => ({ dataset, classes: range(dataset.classes.length), seed: 1 })

function refusalOf(act: () => unknown): UserError | undefined {
  try {
    act()
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  return undefined
}

describe('the koch protocol', () => {
  it('asks 400 times about ten alphabets, each of the queries of one drawer against the pictures of another', () => {
    const dataset = fakeAlphabets(10, 24, 5)
    const { trials, way, withinGroup, acrossDrawer, name } = namedProtocol('koch', all(dataset))
    expect({ trials: trials.length, way, withinGroup, acrossDrawer, name }).toEqual({
      trials: 400,
      way: 20,
      withinGroup: true,
      acrossDrawer: true,
      name: 'koch',
    })
    const about = (picture: number) => dataset.pictures[picture]!
    for (let block = 0; block < 400; block += 20) {
      const members = trials.slice(block, block + 20)
      expect(new Set(members.map(({ supports }) => supports.join())).size).toBe(1)
      expect(members.map(({ truth }) => truth)).toEqual(range(20))
      const supports = members[0]!.supports.map(([picture]) => picture!)
      const queries = members.map(({ query }) => query)
      expect(queries.map((q) => about(q).classIndex)).toEqual(supports.map((s) => about(s).classIndex))
      expect(new Set(queries.map((q) => about(q).drawer)).size).toBe(1)
      expect(new Set(supports.map((s) => about(s).drawer)).size).toBe(1)
      expect(about(queries[0]!).drawer).not.toBe(about(supports[0]!).drawer)
      expect(new Set(supports.map((s) => dataset.classes[about(s).classIndex]!.group)).size).toBe(1)
    }
    const groups = trials.map(({ query }) => dataset.classes[about(query).classIndex]!.group)
    expect(range(10).map((g) => groups.filter((group) => group === `alphabet${g}`).length)).toEqual(
      range(10).map(() => 40),
    )
  })

  it('repeats more often with fewer groups, leaves small ones out, and does without groups', () => {
    expect(namedProtocol('koch', all(fakeAlphabets(3, 20, 3))).trials).toHaveLength(420)
    expect(namedProtocol('koch', all(fakeAlphabets(30, 20, 2))).trials).toHaveLength(600)
    const big = fakeAlphabets(2, 21, 3)
    const classes = range(42).filter((c) => c < 15 || c >= 21)
    const { trials } = namedProtocol('koch', { dataset: big, classes, seed: 1 })
    expect(trials.every(({ query }) => big.pictures[query]!.classIndex >= 21)).toBe(true)
    const flat = fakeDataset(range(6).map((c) => ({ name: `c${c}`, hashes: [`${c}a`, `${c}b`], drawers: ['a', 'b'] })))
    const small = namedProtocol('koch', { ...all(flat), way: 6, trials: 12 })
    expect(small).toMatchObject({ way: 6, withinGroup: false, name: 'koch, 6-way, 12 trials' })
    expect(small.trials).toHaveLength(12)
  })

  it('never asks about a picture with the bytes of a support', () => {
    const copies = range(6).map((c) => ({
      name: `c${c}`,
      hashes: [`${c}a`, c < 3 ? `${c}a` : `${c}b`],
      drawers: ['a', 'b'],
    }))
    const dataset = fakeDataset([...copies, { name: 'x', hashes: ['5a', 'xb'], drawers: ['a', 'b'] }])
    for (const { query, supports } of namedProtocol('koch', { ...all(dataset), way: 3 }).trials) {
      expect(supports.map(([s]) => dataset.pictures[s!]!.hash)).not.toContain(dataset.pictures[query]!.hash)
    }
    expect(() => namedProtocol('koch', { ...all(dataset), way: 4 })).toThrow(
      expect.objectContaining({ name: 'UserError', next: 'The largest possible way is 3.' }),
    )
  })

  it('is decided by its seed', () => {
    const dataset = fakeAlphabets(2, 22, 4)
    expect(namedProtocol('koch', all(dataset))).toEqual(namedProtocol('koch', all(dataset)))
    expect(namedProtocol('koch', { ...all(dataset), seed: 2 }).hash).not.toBe(namedProtocol('koch', all(dataset)).hash)
  })

  it('names what lacks, and the largest way', () => {
    const lack = (dataset: DatasetInfo, options = {}) =>
      refusalOf(() => namedProtocol('koch', { ...all(dataset), ...options }))
    expect(lack(fakeAlphabets(2, 14, 3))).toMatchObject({
      message: 'No 20-way 1-shot trial can be made: the largest group, alphabet0, has only 14 classes.',
      next: 'The largest possible way is 14.',
      variant: 'group-possible',
    })
    expect(lack(fakeAlphabets(1, 20, 1))).toMatchObject({
      message: expect.stringContaining('a trial needs two drawers, and alphabet0/letter0 has 1, ') as string,
      next: 'Not even two classes can meet: add classes or pictures.',
      variant: 'drawers-none',
    })
    const by = (name: string, ...drawers: string[]) => ({ name, hashes: drawers.map((d) => `${name}${d}`), drawers })
    const twins = { name: 'kelp', hashes: ['k', 'k'], drawers: ['ann', 'bo'] }
    const plants = [by('fern', 'ann', 'bo'), by('moss', 'bo', 'ann'), by('reed', 'ann', 'cy'), by('alga', 'dd'), twins]
    expect(lack(fakeDataset(plants), { way: 4 })).toMatchObject({
      message:
        'No 4-way 1-shot trial can be made: two drawers must have drawn the same 4 classes; ann and bo come nearest with 2: ' +
        'reed has none by bo, alga has none by either, kelp has the same picture by both.',
      next: 'The largest possible way is 2.',
      variant: 'shared-possible',
      values: { has: 2, drawers: 'ann, bo', names: 'reed: bo, alga: ann + bo, kelp: =' },
    })
    const grouped = plants.map((each) => ({ ...each, name: `plants/${each.name}` }))
    expect(lack(fakeDataset(grouped), { way: 5 })?.message).toContain('ann and bo come nearest with 2 in plants: ')
  })
})

describe('the vinyals protocol', () => {
  it('names classes once, turned or not', () => {
    const dataset = fakeDataset([
      { name: 'fern', hashes: ['f1', 'f2'] },
      { name: 'moss', hashes: ['m1'] },
    ])
    expect(refusalOf(() => namedProtocol('vinyals', { ...all(dataset), way: 8, shot: 2 }))?.message).toBe(
      'No 8-way 2-shot trial can be made: 2 supports and a query need 3 different pictures, and moss has 1, fern has 2.',
    )
    expect(refusalOf(() => namedProtocol('vinyals', { ...all(dataset), way: 9 }))?.message).toBe(
      'No 9-way 1-shot trial can be made: there are only 8 classes, with the turned ones.',
    )
    const tested = { ...all(dataset), part: 'test', way: 9 } as const
    expect(refusalOf(() => namedProtocol('vinyals', tested))).toMatchObject({
      message: 'No 9-way 1-shot trial can be made: there are only 8 test classes, with the turned ones.',
      variant: 'test-classes-possible',
    })
    const validated = { ...all(fakeAlphabets(1, 4, 3)), part: 'validation' } as const
    expect(refusalOf(() => namedProtocol('koch', validated))?.message).toContain('there are only 4 validation classes.')
  })
})

describe('the article protocol', () => {
  it('is 9-way 1-shot over all classes', () => {
    const { name, way, shot, trials, withinGroup } = namedProtocol('article', all(fakeAlphabets(2, 10, 3)))
    expect({ name, way, shot, trials: trials.length, withinGroup }).toEqual({
      name: 'article',
      way: 9,
      shot: 1,
      trials: 400,
      withinGroup: false,
    })
    expect(() => namedProtocol('article', all(fakeAlphabets(1, 5, 3)))).toThrow(
      expect.objectContaining({ next: 'The largest possible way is 5.' }),
    )
  })
})
