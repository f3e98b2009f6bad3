/** The recipe as the fields of a form: read off the schema like their wording, so they cannot disagree with it. */
import type { Recipe } from '../../../shared/recipe.ts'
import { fieldNames, isObject, nodeAt, UNITS, type Node } from './fields.ts'
import { withKindsOf } from './overrides.ts'

export interface FormField {
  /** Dotted: `optimiser.rate`. */
  readonly name: string
  readonly type: 'integer' | 'number' | 'boolean' | 'choice' | 'text' | 'list'
  /** Whether null (no limit, automatic) is a value. */
  readonly nullable: boolean
  /** Of the number, or of each number of the list. */
  readonly min: number | null
  readonly max: number | null
  /** Whether `min` itself is out of range. */
  readonly aboveMin: boolean
  readonly options: (string | number)[] | null
  readonly unit: string | null
  readonly value: unknown
  /** What it is without the person's change. */
  readonly standard: unknown
  readonly changed: boolean
}

type Shape = Pick<FormField, 'type' | 'nullable' | 'min' | 'max' | 'aboveMin' | 'options'>

const PLAIN = { nullable: false, min: null, max: null, aboveMin: false, options: null }

function rangeOf(node: Node): Pick<Shape, 'min' | 'max' | 'aboveMin'> {
  return {
    min: node.exclusiveMinimum ?? node.minimum ?? null,
    max: node.maximum ?? null,
    aboveMin: node.exclusiveMinimum !== undefined,
  }
}

function shapeOf(node: Node): Shape {
  const { anyOf, type } = node
  if (anyOf) {
    const values = anyOf.filter((option) => option.type !== 'null')
    const nullable = values.length < anyOf.length
    const [only] = values
    if (only && values.length === 1) return { ...shapeOf(only), nullable }
    return { ...PLAIN, type: 'choice', nullable, options: values.map((option) => option.const as string | number) }
  }
  if (node.enum) return { ...PLAIN, type: 'choice', options: node.enum as string[] }
  if (type === 'array') return { ...PLAIN, ...rangeOf(node.items ?? {}), type: 'list' }
  if (type === 'boolean') return { ...PLAIN, type: 'boolean' }
  if (type === 'integer' || type === 'number') return { ...PLAIN, ...rangeOf(node), type }
  return { ...PLAIN, type: 'text' }
}

function valueAt(recipe: Recipe, field: string): unknown {
  const [name = '', inner] = field.split('.')
  const part = (recipe as Record<string, unknown>)[name]
  return inner === undefined ? part : isObject(part) ? part[inner] : undefined
}

/**
 * All fields of a recipe.
 * @param preset what it was made from; a part of another kind is compared with the defaults of its kind
 */
export function formFields(recipe: Recipe, preset: Recipe): FormField[] {
  const standards = withKindsOf(preset, recipe)
  return fieldNames(recipe).map((name) => {
    const value = valueAt(recipe, name)
    const standard = valueAt(name.endsWith('.kind') ? preset : standards, name)
    const changed = JSON.stringify(value) !== JSON.stringify(standard)
    return { name, ...shapeOf(nodeAt(recipe, name) ?? {}), unit: UNITS[name] ?? null, value, standard, changed }
  })
}
