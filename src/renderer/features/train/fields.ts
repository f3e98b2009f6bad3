import type { RecipeField } from '../../../shared/contract/plan.ts'
import { integer } from '../../format.ts'

const GROUPS = [
  'basics',
  'input',
  'encoder',
  'head',
  'loss',
  'sampler',
  'augment',
  'optimiser',
  'schedule',
  'validation',
] as const
export type FieldGroup = (typeof GROUPS)[number]

/** Shown above the list, each in its own place. */
const ELSEWHERE = new Set(['name', 'seed', 'budget.steps', 'budget.minutes'])

/** The fields of a form by their part of the recipe, in the recipe's order. */
export function grouped(fields: readonly RecipeField[]): [FieldGroup, RecipeField[]][] {
  const groupOf = ({ name }: RecipeField) => (name.includes('.') ? name.slice(0, name.indexOf('.')) : 'basics')
  return GROUPS.map((group): [FieldGroup, RecipeField[]] => [
    group,
    fields.filter((field) => groupOf(field) === group && !ELSEWHERE.has(field.name)),
  ]).filter(([, inGroup]) => inGroup.length > 0)
}

/** Whether a refusal about this field is told beside it; what has no place of its own is told above the form. */
export function isToldBeside(name: string, fields: readonly RecipeField[]): boolean {
  if (name.startsWith('budget')) return true
  return !ELSEWHERE.has(name) && fields.some((field) => field.name === name)
}

/** A field's value as text to edit. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return String(Number(value.toPrecision(6)))
  return Array.isArray(value) ? value.join(', ') : String(value as string | boolean)
}

/** An end of a range: `3.142`, `1 000 000`. */
export function boundText(value: number): string {
  return Number.isInteger(value) ? integer(value) : String(Number(value.toPrecision(4)))
}

/** What was typed, as the field's value; text that is no number is sent as it is, and refused with its range. */
export function parseText({ type, nullable }: Pick<RecipeField, 'type' | 'nullable'>, text: string): unknown {
  const trimmed = text.trim()
  if (nullable && trimmed === '') return null
  const number = (part: string) => {
    const value = Number(part.replace(',', '.'))
    return part.trim() === '' || Number.isNaN(value) ? part : value
  }
  if (type === 'list')
    return trimmed
      .split(/[,;\s]+/)
      .filter(Boolean)
      .map(number)
  return type === 'integer' || type === 'number' ? number(trimmed) : trimmed
}
