import { describe, expect, it } from 'vitest'
import type { EvaluationPossible } from '../../../shared/contract/evaluations.ts'
import { choiceOf, emptyForm, fieldOf, isPossible, PROTOCOLS, usesTestClasses } from './choice.ts'

const POSSIBLE: EvaluationPossible = {
  classes: 'test',
  count: 26,
  groups: 1,
  drawers: 20,
  largestWay: 26,
  way: 20,
  withinGroup: true,
  acrossDrawer: true,
  named: ['koch', 'article', 'validation'],
  uses: 0,
}
const NOTHING = { way: null, shot: null, trials: null, seed: null, withinGroup: null, acrossDrawer: null }
const form = (changes: Partial<ReturnType<typeof emptyForm>> = {}) => ({ ...emptyForm(POSSIBLE), ...changes })

describe('choiceOf', () => {
  it('leaves untouched numbers to the program', () => {
    expect(choiceOf(form(), POSSIBLE)).toEqual({
      choice: { ...NOTHING, protocol: null, withinGroup: true, acrossDrawer: true },
      data: null,
    })
  })

  it('asks nothing about groups and drawers that the data do not have', () => {
    const { choice } = choiceOf(form(), { ...POSSIBLE, groups: 0, drawers: 0 })
    expect([choice.withinGroup, choice.acrossDrawer]).toEqual([null, null])
  })

  it('drops what a named protocol fixes', () => {
    const filled = form({ way: 5, shot: 5, trials: 100, seed: 3, data: '/pictures' })
    expect(choiceOf({ ...filled, protocol: 'koch' }, POSSIBLE)).toEqual({
      choice: { ...NOTHING, protocol: 'koch', way: 5, trials: 100, seed: 3 },
      data: '/pictures',
    })
    expect(choiceOf({ ...filled, protocol: 'validation' }, POSSIBLE)).toEqual({
      choice: { ...NOTHING, protocol: 'validation' },
      data: null,
    })
  })

  it('takes other pictures as they are: their groups and drawers are not known yet', () => {
    expect(choiceOf(form({ data: ' /other ' }), POSSIBLE)).toEqual({
      choice: { ...NOTHING, protocol: null },
      data: '/other',
    })
  })
})

describe('isPossible', () => {
  it.each([
    [POSSIBLE, '', ['own', 'koch', 'article', 'validation']],
    [{ ...POSSIBLE, named: ['article'] }, '', ['own', 'article']],
    [{ ...POSSIBLE, classes: 'none' as const, named: [] }, '', []],
    [{ ...POSSIBLE, classes: 'none' as const, named: [] }, '/other', ['own', 'koch', 'article']],
  ])('knows what a run can be asked', (possible, data, names) => {
    expect(PROTOCOLS.filter((name) => isPossible(name, possible, data))).toEqual(names)
  })
})

describe('usesTestClasses', () => {
  it.each([
    [{}, POSSIBLE, true],
    [{ protocol: 'koch' as const }, POSSIBLE, true],
    [{ protocol: 'validation' as const }, POSSIBLE, false],
    [{ data: '/other' }, POSSIBLE, false],
    [{}, { ...POSSIBLE, classes: 'validation' as const }, false],
  ])('%j', (changes, possible, uses) => expect(usesTestClasses(form(changes), possible)).toBe(uses))
})

describe('fieldOf', () => {
  it.each([
    ['protocol/way', 'way', 'way'],
    ['protocol/way', 'classes', 'way'],
    ['protocol/no-drawers', 'across-drawer', 'acrossDrawer'],
    ['path-missing', '/other', 'data'],
    ['path-missing', '/elsewhere', undefined],
    ['evaluate/no-classes', null, undefined],
  ])('%s about %s belongs to %s', (code, subject, field) => {
    expect(fieldOf({ code, subject }, form({ data: '/other' }))).toBe(field)
  })

  it('names no field that is not shown', () => {
    expect(fieldOf({ code: 'protocol/way', subject: 'way' }, form({ protocol: 'validation' }))).toBe(undefined)
  })
})
