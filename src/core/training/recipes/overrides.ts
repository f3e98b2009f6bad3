import type { Recipe } from '../../../shared/recipe.ts'
import { UserError } from '../../../shared/errors.ts'
import { DEFAULTS } from './defaults.ts'
import { expectation, fieldNames, isObject, isText, kindsOf } from './fields.ts'
import { nearest } from './nearest.ts'
import { parseRecipe } from './parse.ts'

/**
 * The recipe with fields replaced, e.g. `['optimiser.kind=sgd', 'optimiser.rate=0.1', 'encoder.filters=[32,32]']`.
 * Values are JSON or plain text. A new kind resets its whole part to that kind's defaults, wherever it stands in the list.
 * @throws UserError `recipe/…` for an unknown field (with the nearest names) or a value out of range.
 */
export function applyOverrides(recipe: Recipe, overrides: readonly string[]): Recipe {
  return change(recipe, overrides.map(split), (changed, field, text) =>
    isText(changed, field) ? text : parseValue(text),
  )
}

/**
 * As `applyOverrides`, for values that are values already.
 * @throws UserError `recipe/…` with the field's name as subject
 */
export function applyChanges(recipe: Recipe, changes: Readonly<Record<string, unknown>>): Recipe {
  return change(recipe, Object.entries(changes), (_, __, value) => value)
}

/** The recipe with its unions of these kinds, every part whose kind is another one at that kind's defaults. */
export function withKindsOf(recipe: Recipe, like: Recipe): Recipe {
  const changed = structuredClone(recipe) as Record<string, unknown>
  for (const [name, part] of Object.entries(like)) {
    if (isObject(part) && 'kind' in part) setKind(changed, `${name}.kind`, part.kind)
  }
  return changed as Recipe
}

function change<Value>(
  recipe: Recipe,
  pairs: readonly (readonly [string, Value])[],
  read: (changed: Record<string, unknown>, field: string, value: Value) => unknown,
): Recipe {
  const changed = structuredClone(recipe) as Record<string, unknown>
  const isKind = ([field]: readonly [string, Value]) => field.endsWith('.kind')
  for (const [field, value] of pairs.filter(isKind)) setKind(changed, field, value)
  for (const [field, value] of pairs.filter((pair) => !isKind(pair))) {
    if (!fieldNames(changed).includes(field)) throw unknownField(changed, field)
    setField(changed, field, read(changed, field, value))
  }
  return parseRecipe(changed)
}

function split(override: string): [string, string] {
  const at = override.indexOf('=')
  if (at > 0) return [override.slice(0, at).trim(), override.slice(at + 1).trim()]
  throw new UserError('recipe/no-value', `'${override}' is not of the form field=value.`, {
    subject: override,
    next: 'Write for example optimiser.rate=0.001.',
  })
}

function setKind(recipe: Record<string, unknown>, field: string, kind: unknown): void {
  const part = field.slice(0, -'.kind'.length)
  const kinds = kindsOf(part)
  if (!kinds) throw unknownField(recipe, field)
  if (typeof kind !== 'string' || !kinds.includes(kind))
    throw new UserError('recipe/invalid', `${field} is '${String(kind)}'; it must be one of ${kinds.join(', ')}.`, {
      subject: field,
      values: { kinds: kinds.join(', ') },
      next: `Choose one of ${kinds.join(', ')}.`,
    })
  if (isObject(recipe[part]) && recipe[part].kind === kind) return
  recipe[part] = structuredClone((DEFAULTS as unknown as Record<string, Record<string, unknown>>)[part]?.[kind])
}

function setField(recipe: Record<string, unknown>, field: string, value: unknown): void {
  const [name = '', inner] = field.split('.')
  const part = recipe[name]
  if (inner !== undefined && isObject(part)) part[inner] = value
  else recipe[name] = value
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function unknownField(recipe: Record<string, unknown>, field: string): UserError {
  const [name = '', inner] = field.split('.')
  const kinds = kindsOf(name)?.filter((kind) => expectation({ [name]: { kind } }, field) !== undefined)
  if (inner !== undefined && kinds && kinds.length > 0)
    return new UserError('recipe/unknown-field', `${field} belongs to ${name}.kind=${kinds.join(' or ')}.`, {
      subject: field,
      next: `Set ${name}.kind=${kinds[0]} as well, or leave ${field} out.`,
    })
  const names = nearest(field, fieldNames(recipe), 3)
  return new UserError('recipe/unknown-field', `There is no field '${field}' in the recipe.`, {
    subject: field,
    next: `Did you mean ${names.join(', ')}?`,
  })
}
