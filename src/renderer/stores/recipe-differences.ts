import type { Recipe } from '../../shared/recipe.ts'

/** Fields of `wanted` that `base` does not have so, by dotted name. A part of another kind is named whole, its kind first. */
export function differences(base: Recipe, wanted: Recipe): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
  for (const [name, value] of Object.entries(wanted) as [string, unknown][]) {
    const old = (base as Record<string, unknown>)[name]
    if (same(old, value)) continue
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      found[name] = value
      continue
    }
    const before = (old ?? {}) as Record<string, unknown>
    for (const [inner, each] of Object.entries(value)) {
      if (!same(before[inner], each) || ('kind' in value && before['kind'] !== value.kind)) {
        found[`${name}.${inner}`] = each
      }
    }
  }
  return found
}
