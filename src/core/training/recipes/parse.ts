import type { z } from 'zod'
import { recipeSchema, type Recipe } from '../../../shared/recipe.ts'
import { UserError } from '../../../shared/errors.ts'
import { isCompatible, mismatch } from '../../model/compatibility.ts'
import { describeModel } from '../../model/describe.ts'
import { expectation, isObject } from './fields.ts'

/**
 * A recipe from a file or a form, checked: every field, and whether its parts go together.
 * @throws UserError `recipe/…` that names the field, the value, and the range and unit it must have.
 */
export function parseRecipe(value: unknown): Recipe {
  if (!isObject(value))
    throw new UserError('recipe/not-a-recipe', 'This is not a recipe: a recipe is a JSON object with fields.', {
      next: 'Start from the recipe.json of a run.',
    })
  const parsed = recipeSchema.safeParse(value)
  if (!parsed.success) throw explain(parsed.error.issues, value)
  checkParts(parsed.data)
  return parsed.data
}

function explain(issues: readonly z.core.$ZodIssue[], recipe: unknown): UserError {
  const first = issues[0]
  const sentences = issues.slice(0, 5).map((issue) => sentence(issue, recipe))
  const more = issues.length > 5 ? ` And ${issues.length - 5} more.` : ''
  return new UserError('recipe/invalid', sentences.join(' ') + more, {
    subject: first ? fieldOf(first) : undefined,
    next: 'Correct the field and try again.',
  })
}

function fieldOf(issue: z.core.$ZodIssue): string {
  const path = issue.path.slice(0, 2).join('.')
  if (issue.code !== 'unrecognized_keys') return path
  return [path, issue.keys[0]].filter(Boolean).join('.')
}

function sentence(issue: z.core.$ZodIssue, recipe: unknown): string {
  const field = fieldOf(issue)
  if (issue.code === 'unrecognized_keys') return `There is no field ${field}.`
  if (issue.code === 'custom') return `${field}: ${issue.message}.`
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], recipe)
  const expected = expectation(recipe, field)
  const place = issue.path.length > 2 ? ` (entry ${Number(issue.path[2]) + 1})` : ''
  if (value === undefined) return `The field ${field} is missing; it must be ${expected ?? 'there'}.`
  return `${field}${place} is ${JSON.stringify(value)}; it must be ${expected ?? issue.message}.`
}

function checkParts(recipe: Recipe): void {
  if (!isCompatible(recipe)) throw mismatch(recipe)
  if ((recipe.encoder.kind === 'backbone') !== (recipe.loss.kind === 'whitening'))
    throw new UserError(
      'recipe/mismatch',
      `The encoder '${recipe.encoder.kind}' cannot be trained by the loss '${recipe.loss.kind}'.`,
      {
        subject: 'encoder.kind',
        variant: 'frozen',
        next: 'A frozen backbone goes with loss.kind=whitening, and only that.',
      },
    )
  if (recipe.augment.rotationsAsClasses && recipe.input.width !== recipe.input.height)
    throw new UserError('recipe/not-square', 'Turned classes need square pictures.', {
      subject: 'augment.rotationsAsClasses',
      next: 'Set input.width and input.height to one number, or augment.rotationsAsClasses=false.',
    })
  describeModel(recipe)
}
