/** From a data set and flags to what is trained: recipe, split, and why. */
import type { ClassSplit, DatasetInfo } from '../../shared/dataset.ts'
import { UserError } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipe.ts'
import type { Said } from '../../shared/said.ts'
import { choosePreset, isIterative, planSplit } from '../../core/planning/plan.ts'
import type { Part } from '../../core/planning/plan.ts'
import type { PresetName } from '../../core/training/recipes/index.ts'
import { applyOverrides, presetFor } from '../../core/training/recipes/index.ts'
import { checkingFlags } from '../failure.ts'

export interface PlanFlags {
  readonly recipe: PresetName | 'auto'
  readonly minutes?: number
  readonly steps?: number
  readonly seed?: number
  readonly set?: readonly string[]
  readonly validation?: Part
  readonly test?: Part
}

export interface Plan {
  readonly recipe: Recipe
  /** Why this recipe, where the program chose it. */
  readonly why: string | undefined
  /** The same with its code. */
  readonly reason: Said | undefined
  readonly split: ClassSplit
  /** What the person may not expect, a sentence each. */
  readonly notes: readonly string[]
}

/** The flags as overrides of a recipe's fields; what is said with --set comes last and wins. */
export function overridesOf({ minutes, steps, seed, set = [] }: PlanFlags, recipe: Recipe): string[] {
  const own: string[] = []
  if (seed !== undefined) own.push(`seed=${seed}`)
  if (isIterative(recipe)) {
    if (steps !== undefined) own.push(`budget.steps=${steps}`, 'budget.minutes=null')
    if (minutes !== undefined) own.push('budget.steps=null', `budget.minutes=${minutes}`)
  }
  return [...own, ...set]
}

/** A group that is not there was named on the command line. */
function judged<T>(plan: () => T): T {
  try {
    return plan()
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'split-group') throw error
    return checkingFlags(() => {
      throw error
    })
  }
}

/** @throws WrongUse for flags that cannot be, UserError for data that do not allow what was asked */
export function planTraining(dataset: DatasetInfo, flags: PlanFlags): Plan {
  const { name, why, reason } = choosePreset(dataset, flags.recipe)
  const preset = presetFor(name, dataset)
  const overrides = overridesOf(flags, preset)
  const recipe = overrides.length === 0 ? preset : checkingFlags(() => applyOverrides(preset, overrides))
  const idle = !isIterative(recipe) && (flags.minutes ?? flags.steps) !== undefined
  const note = `The ${recipe.name} recipe computes its head at once: --minutes and --steps change nothing.`
  const { split, notes } = judged(() => planSplit(dataset, recipe, flags))
  return { recipe, why, reason, split, notes: [...(idle ? [note] : []), ...notes.map(({ text }) => text)] }
}
