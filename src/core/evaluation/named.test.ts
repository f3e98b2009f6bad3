import { describe, expect, it } from 'vitest'
import type { DatasetInfo } from '../../shared/dataset.ts'
import { namedProtocol } from './named.ts'
import { fakeAlphabets, fakeDataset, range } from './testing.ts'

const all = (dataset: DatasetInfo) => ({ dataset, classes: range(dataset.classes.length), seed: 1 })

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

  it('says how large the way may be', () => {
    expect(() => namedProtocol('koch', all(fakeAlphabets(2, 14, 3)))).toThrow(
      expect.objectContaining({
        message: 'No 20-way trial can be made: no group has 20 classes that two drawers share.',
        next: 'The largest possible way is 14.',
      }),
    )
    expect(() => namedProtocol('koch', all(fakeAlphabets(1, 20, 1)))).toThrow(
      expect.objectContaining({ next: 'No two classes share two drawers.' }),
    )
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
