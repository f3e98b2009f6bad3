/** The recipe's fields by dotted name, and what each may hold, in words: read off the schema, so they cannot disagree. */
import { z } from 'zod'
import { recipeSchema } from '../../../shared/recipe.ts'

/** The part of JSON schema that the recipe's schema comes out as. */
export interface Node {
  type?: string
  properties?: Record<string, Node>
  oneOf?: Node[]
  anyOf?: Node[]
  items?: Node
  const?: unknown
  enum?: unknown[]
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  minItems?: number
  maxItems?: number
  minLength?: number
  maxLength?: number
}

const ROOT = z.toJSONSchema(recipeSchema) as Node

/** In English. */
export const UNITS: Readonly<Record<string, string>> = {
  'input.width': 'pixels',
  'input.height': 'pixels',
  picturesPerClass: 'pictures',
  'augment.rotation': 'radians to either side',
  'augment.scale': 'share of the size, to either side',
  'augment.shear': 'sideways per unit of height, to either side',
  'augment.shift': 'share of the width, to either side',
  'augment.elastic': 'share of the width',
  'augment.flip': 'probability',
  'augment.colour': 'share, to either side',
  'augment.erase': 'probability',
  'augment.probability': 'probability',
  'schedule.warmup': 'steps',
  'schedule.every': 'steps',
  'budget.steps': 'steps',
  'budget.minutes': 'minutes',
  'validation.every': 'steps',
  'validation.way': 'classes',
  'validation.shot': 'pictures',
  'validation.trials': 'trials',
  'validation.patience': 'validations',
  checkpointEvery: 'steps',
  views: 'views',
  'optimiser.momentumSteps': 'steps',
  'optimiser.layerRates': 'times the rate, layer by layer',
  'sampler.pairs': 'pairs a step',
  'sampler.classes': 'classes a step',
  'sampler.pictures': 'pictures of each class',
  'sampler.way': 'classes a step',
  'sampler.shot': 'supports of each class',
  'sampler.queries': 'queries of each class',
  'encoder.codes': 'numbers in a code',
  'encoder.embedding': 'numbers in a code, 0 for none',
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The node's own properties; of a union, those of the kind that `value` has. */
function propertiesOf(node: Node, value: unknown): Record<string, Node> | undefined {
  if (!node.oneOf) return node.properties
  const kind = isObject(value) ? value.kind : undefined
  return node.oneOf.find((option) => option.properties?.kind?.const === kind)?.properties
}

/** Kinds a union field like `optimiser` may have; undefined for other fields. */
export function kindsOf(field: string): string[] | undefined {
  return ROOT.properties?.[field]?.oneOf?.map((option) => String(option.properties?.kind?.const))
}

/** Dotted names of all fields of a recipe with the kinds that `recipe` has. */
export function fieldNames(recipe: unknown): string[] {
  return Object.entries(ROOT.properties ?? {}).flatMap(([name, node]) => {
    const properties = propertiesOf(node, isObject(recipe) ? recipe[name] : undefined)
    if (properties) return Object.keys(properties).map((inner) => `${name}.${inner}`)
    return node.oneOf ? [`${name}.kind`] : [name]
  })
}

/** What the schema says of a field; undefined for one there is not. */
export function nodeAt(recipe: unknown, field: string): Node | undefined {
  const [name = '', inner] = field.split('.')
  const node = ROOT.properties?.[name]
  if (!node || inner === undefined) return node
  if (inner === 'kind' && node.oneOf) return { enum: kindsOf(name) ?? [] }
  return propertiesOf(node, isObject(recipe) ? recipe[name] : undefined)?.[inner]
}

/** Whether the field holds text, so that what looks like a number must stay text. */
export function isText(recipe: unknown, field: string): boolean {
  return nodeAt(recipe, field)?.type === 'string'
}

/** What a field may hold, e.g. `a whole number from 8 to 512 (pixels)`; undefined for a field there is not. */
export function expectation(recipe: unknown, field: string): string | undefined {
  const node = nodeAt(recipe, field)
  if (!node) return undefined
  const unit = UNITS[field]
  return words(node) + (unit ? ` (${unit})` : '')
}

function words(node: Node): string {
  const options = node.anyOf ?? node.oneOf
  if (options) return options.map(words).join(' or ')
  if (node.enum) return `one of ${node.enum.join(', ')}`
  if (node.const !== undefined) return String(node.const)
  if (node.type === 'array')
    return `a list of ${node.minItems} to ${node.maxItems} entries, each ${words(node.items ?? {})}`
  if (node.type === 'boolean') return 'true or false'
  if (node.type === 'string') return node.maxLength ? `text of 1 to ${node.maxLength} characters` : 'text'
  if (node.type === 'null') return 'null'
  if (node.type === 'object') return 'an object'
  const kind = node.type === 'integer' ? 'a whole number' : 'a number'
  const low = node.exclusiveMinimum === undefined ? `from ${node.minimum}` : `above ${node.exclusiveMinimum} and up`
  return `${kind} ${low} to ${node.maximum}`
}
