import { describe, expect, it } from 'vitest'
import type { RecipeField } from '../../../shared/contract/plan.ts'
import { boundText, grouped, isToldBeside, parseText, textOf } from './fields.ts'

const field = (name: string): RecipeField => ({
  name,
  type: 'number',
  nullable: false,
  min: 0,
  max: 1,
  aboveMin: false,
  options: null,
  unit: null,
  value: 0,
  standard: 0,
  changed: false,
})

describe('the form of a recipe', () => {
  it('groups fields by part, and leaves out what stands elsewhere', () => {
    const names = ['views', 'seed', 'optimiser.rate', 'budget.steps', 'input.width', 'optimiser.kind']
    const groups = grouped(names.map(field)).map(([group, fields]) => [group, fields.map(({ name }) => name)])
    expect(groups).toEqual([
      ['basics', ['views']],
      ['input', ['input.width']],
      ['optimiser', ['optimiser.rate', 'optimiser.kind']],
    ])
  })

  it('tells a refusal beside its field where the field has a place', () => {
    const fields = ['seed', 'budget.steps', 'optimiser.rate'].map(field)
    const told = ['optimiser.rate', 'budget.steps', 'budget'].map((name) => isToldBeside(name, fields))
    expect(told).toEqual([true, true, true])
    // The seed has no line for it, a split and a field of another recipe have no place here.
    expect(['seed', 'train', 'optimiser.momentum'].map((name) => isToldBeside(name, fields))).toEqual([
      false,
      false,
      false,
    ])
  })

  it('reads what was typed, and passes on what it cannot read', () => {
    const number = { type: 'number', nullable: false } as const
    expect(parseText(number, ' 1e-3 ')).toBe(0.001)
    expect(parseText(number, '0,5')).toBe(0.5)
    expect(parseText(number, 'fast')).toBe('fast')
    expect(parseText({ type: 'integer', nullable: true }, '')).toBeNull()
    expect(parseText({ type: 'list', nullable: false }, '32, 64;64')).toEqual([32, 64, 64])
    expect(parseText({ type: 'text', nullable: false }, '12')).toBe('12')
  })

  it('shows the ends of a range short', () => {
    expect([Math.PI, 1_000_000, 0.5].map(boundText)).toEqual(['3.142', '1\u202f000\u202f000', '0.5'])
  })

  it('shows values as they are typed', () => {
    expect([null, [32, 64], 0.001, 1 / 24, true].map(textOf)).toEqual(['', '32, 64', '0.001', '0.0416667', 'true'])
  })
})
