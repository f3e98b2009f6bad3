import { describe, expect, it } from 'vitest'
import { AUTO_CHOICE } from '../../../shared/contract/auto-choice.ts'
import type { EvaluationPossible } from '../../../shared/contract/evaluations.ts'
import type { InspectedProtocol } from '../../../shared/contract/protocols.ts'
import { choiceOf, emptyForm, fieldOf, isComplete, isPossible, PROTOCOLS, usesTestClasses } from './choice.ts'

const POSSIBLE: EvaluationPossible = {
  classes: 'test',
  count: 26,
  validation: 20,
  groups: 1,
  drawers: 20,
  largestWay: 26,
  way: 20,
  withinGroup: true,
  acrossDrawer: true,
  named: ['koch', 'article', 'validation'],
  parts: [
    { name: 'test', count: 26, largestWay: 26, way: 20 },
    { name: 'training', count: 90, largestWay: 40, way: 20 },
  ],
  usedFor: [],
  uses: 0,
}
const saved = (test: number): InspectedProtocol => {
  return { hash: 'f00', name: 'theirs', way: 5, shot: 1, trials: 9, parts: { test, validation: 0, training: 0 } }
}
const form = (changes: Partial<ReturnType<typeof emptyForm>> = {}) => ({ ...emptyForm(), ...changes })

describe('choiceOf', () => {
  it('leaves all that was not touched to the program', () => {
    expect(choiceOf(form())).toEqual({ choice: AUTO_CHOICE, data: null })
  })

  it('asks for what was touched, false included', () => {
    const touched = { way: 5, shot: 5, trials: 100, seed: 0, withinGroup: false, acrossDrawer: true }
    expect(choiceOf(form(touched)).choice).toEqual({ protocol: null, ...touched, classes: null })
  })

  it('drops what a named protocol fixes', () => {
    const filled = form({ way: 5, shot: 5, trials: 100, seed: 3, withinGroup: true, data: '/pictures' })
    expect(choiceOf({ ...filled, protocol: 'koch' })).toEqual({
      choice: { ...AUTO_CHOICE, protocol: 'koch', way: 5, trials: 100, seed: 3 },
      data: '/pictures',
    })
    expect(choiceOf({ ...filled, protocol: 'validation' })).toEqual({
      choice: { ...AUTO_CHOICE, protocol: 'validation' },
      data: null,
    })
  })

  it('asks for a part of the split only of the pictures that have one, and for saved trials by their hash', () => {
    const touched = form({ classes: 'training', saved: saved(0) })
    expect(choiceOf(touched).choice).toEqual({ ...AUTO_CHOICE, classes: 'training' })
    expect(choiceOf({ ...touched, data: '/other' }).choice.classes).toBeNull()
    expect(choiceOf({ ...touched, protocol: 'saved' }).choice).toEqual({ ...AUTO_CHOICE, protocol: 'saved:f00' })
    expect([touched, { ...touched, protocol: 'saved' as const }, form({ protocol: 'saved' })].map(isComplete)).toEqual([
      true,
      true,
      false,
    ])
  })

  it('names other pictures without the blanks around them', () => {
    expect([choiceOf(form({ data: ' /other ' })).data, choiceOf(form({ data: ' ' })).data]).toEqual(['/other', null])
  })
})

describe('isPossible', () => {
  it.each([
    [POSSIBLE, '', ['own', 'koch', 'article', 'validation', 'saved']],
    [{ ...POSSIBLE, named: ['article'] }, '', ['own', 'article', 'saved']],
    [{ ...POSSIBLE, classes: 'none' as const, named: [] }, '', ['saved']],
    [{ ...POSSIBLE, classes: 'none' as const, named: [] }, '/other', ['own', 'koch', 'vinyals', 'article', 'saved']],
  ])('knows what a run can be asked', (possible, data, names) => {
    expect(PROTOCOLS.filter((name) => isPossible(name, possible, data))).toEqual(names)
  })
})

it('leaves it to the program what other parts of the split allow', () => {
  const none = { ...POSSIBLE, classes: 'none' as const, named: [] }
  expect(PROTOCOLS.filter((name) => isPossible(name, none, '', 'training'))).toEqual([
    'own',
    'koch',
    'vinyals',
    'article',
    'saved',
  ])
})

describe('usesTestClasses', () => {
  it.each([
    [{}, POSSIBLE, true],
    [{ protocol: 'koch' as const }, POSSIBLE, true],
    [{ protocol: 'validation' as const }, POSSIBLE, false],
    [{ data: '/other' }, POSSIBLE, false],
    [{ classes: 'training' as const }, POSSIBLE, false],
    [{ classes: 'test' as const }, POSSIBLE, true],
    [{ protocol: 'saved' as const }, POSSIBLE, false],
    [{ protocol: 'saved' as const, saved: saved(0) }, POSSIBLE, false],
    [{ protocol: 'saved' as const, saved: saved(3) }, POSSIBLE, true],
    [{}, { ...POSSIBLE, classes: 'validation' as const }, false],
  ])('%j', (changes, possible, uses) => expect(usesTestClasses(form(changes), possible)).toBe(uses))
})

describe('fieldOf', () => {
  it.each([
    ['protocol/way', 'way', 'way'],
    ['protocol/way', 'classes', 'way'],
    ['protocol/no-drawers', 'across-drawer', 'acrossDrawer'],
    ['evaluate/no-part', 'classes', 'classes'],
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
