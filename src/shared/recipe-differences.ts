/** What differs between recipes, field by field. Pure, so that the page and the terminal tell the same. */
import type { Recipe } from './recipe.ts'

/** Every field of a recipe by dotted name. */
export function flatten(recipe: Recipe): Map<string, unknown> {
  const fields = new Map<string, unknown>()
  for (const [name, value] of Object.entries(recipe) as [string, unknown][]) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) fields.set(name, value)
    else for (const [inner, each] of Object.entries(value)) fields.set(`${name}.${inner}`, each)
  }
  return fields
}

/** One field of recipes that do not agree in it. */
export interface Difference {
  readonly field: string
  /** Of each recipe; undefined where it has no such field. */
  readonly values: readonly unknown[]
}

/** Fields that are not the same in all the recipes, in their order. */
export function recipeDifferences(recipes: readonly Recipe[]): Difference[] {
  const all = recipes.map(flatten)
  const names = new Set(all.flatMap((fields) => [...fields.keys()]))
  return [...names]
    .map((field) => ({ field, values: all.map((fields) => fields.get(field)) }))
    .filter(({ values }) => new Set(values.map((value) => JSON.stringify(value))).size > 1)
}

/** Fields of `wanted` that `base` does not have so, by dotted name. A part of another kind is named whole, its kind first. */
export function recipeChanges(base: Recipe, wanted: Recipe): Record<string, unknown> {
  const [before, after] = [flatten(base), flatten(wanted)]
  const isSame = (field: string) => JSON.stringify(before.get(field)) === JSON.stringify(after.get(field))
  const kindOf = (field: string) => `${field.split('.', 1)[0]}.kind`
  return Object.fromEntries([...after].filter(([field]) => !isSame(field) || !isSame(kindOf(field))))
}
