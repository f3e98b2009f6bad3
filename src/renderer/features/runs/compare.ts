/** Runs beside each other: what differs in their recipes, and which of their numbers may be compared. */
import type { RunScore } from '../../../shared/contract/runs.ts'
import type { Recipe } from '../../../shared/recipe.ts'

/** Curves told apart by colour and by dash. */
export const LOOKS = [
  { colour: '--data-blue', dashed: [] },
  { colour: '--data-orange', dashed: [7, 4] },
  { colour: '--data-green', dashed: [2, 3] },
  { colour: '--data-purple', dashed: [12, 4] },
  { colour: '--data-sky', dashed: [9, 3, 2, 3] },
  { colour: '--data-grey', dashed: [4, 2] },
] as const

/** Every field of a recipe by dotted name. */
export function flatten(recipe: Recipe): Map<string, unknown> {
  const fields = new Map<string, unknown>()
  for (const [name, value] of Object.entries(recipe) as [string, unknown][]) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) fields.set(name, value)
    else for (const [inner, each] of Object.entries(value)) fields.set(`${name}.${inner}`, each)
  }
  return fields
}

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

export interface Comparable {
  readonly protocol: RunScore['protocol']
  /** Newest of each run; undefined where it was not evaluated so. */
  readonly scores: readonly (RunScore | undefined)[]
}

/** Scores by protocol, those first that most runs share. */
export function comparableScores(runs: readonly { readonly scores: readonly RunScore[] }[]): Comparable[] {
  const protocols = new Map(runs.flatMap(({ scores }) => scores.map(({ protocol }) => [protocol.hash, protocol])))
  return [...protocols.values()]
    .map((protocol) => ({
      protocol,
      scores: runs.map(({ scores }) => scores.find((score) => score.protocol.hash === protocol.hash)),
    }))
    .sort((a, b) => b.scores.filter(Boolean).length - a.scores.filter(Boolean).length)
}
