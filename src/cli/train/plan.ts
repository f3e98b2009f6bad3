/** From a data set and flags to what is trained: recipe, split, and why. */
import type { ClassSplit, DatasetInfo } from '../../shared/dataset.ts'
import { UserError } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { splitClasses } from '../../core/dataset/split.ts'
import type { SplitOptions } from '../../core/dataset/split.ts'
import type { PresetName } from '../../core/training/recipes/index.ts'
import { applyOverrides, chooseRecipe, presets } from '../../core/training/recipes/index.ts'
import { checkingFlags } from '../failure.ts'
import type { Part } from '../options.ts'

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
  readonly split: ClassSplit
  /** What the person may not expect, a sentence each. */
  readonly notes: readonly string[]
}

/** Shares of the classes set aside where the person says nothing. */
const STANDARD_TEST = 0.2
const STANDARD_VALIDATION = 0.15

/** Whether training is an iteration with a budget; a frozen network's head is computed at once. */
export function isIterative({ encoder }: Recipe): boolean {
  return encoder.kind !== 'backbone'
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

function planRecipe(dataset: DatasetInfo, flags: PlanFlags, notes: string[]): { recipe: Recipe; why?: string } {
  const choice = flags.recipe === 'auto' ? chooseRecipe(dataset) : undefined
  const preset = presets[choice?.name ?? (flags.recipe as PresetName)]
  const overrides = overridesOf(flags, preset)
  const recipe = overrides.length === 0 ? preset : checkingFlags(() => applyOverrides(preset, overrides))
  if (!isIterative(recipe) && (flags.minutes ?? flags.steps) !== undefined) {
    notes.push(`The ${recipe.name} recipe computes its head at once: --minutes and --steps change nothing.`)
  }
  return { recipe, ...(choice === undefined ? {} : { why: choice.why }) }
}

/** Whole groups are set aside where trials stay within a group and there are enough: else test groups would be torn. */
function unitOf({ groups }: DatasetInfo, { validation }: Recipe): 'class' | 'group' {
  return validation.withinGroup && groups.length >= 3 ? 'group' : 'class'
}

function splitOptions(dataset: DatasetInfo, recipe: Recipe, parts: { validation: Part; test: Part }): SplitOptions {
  const { validation, test } = parts
  const shares = {
    ...(typeof validation === 'number' ? { validation } : {}),
    ...(typeof test === 'number' ? { test } : {}),
  }
  const groups = {
    ...(typeof validation === 'number' ? {} : { validation }),
    ...(typeof test === 'number' ? {} : { test }),
  }
  const named = Object.keys(groups).length > 0
  const by = named && dataset.groups.length > 0 ? 'group' : unitOf(dataset, recipe)
  return { seed: recipe.seed, by, ...shares, ...(named ? { groups } : {}) }
}

const isTooSmall = (error: unknown) => error instanceof UserError && error.code === 'split-too-small'

function planSplit(dataset: DatasetInfo, recipe: Recipe, flags: PlanFlags, notes: string[]): ClassSplit {
  const test = flags.test ?? STANDARD_TEST
  const validation = flags.validation ?? (isIterative(recipe) ? STANDARD_VALIDATION : 0)
  // What nobody asked for is given up where the classes do not suffice, validation first.
  const wishes: { validation: Part; test: Part }[] = [{ validation, test }]
  if (flags.validation === undefined && validation !== 0) wishes.push({ validation: 0, test })
  if (flags.test === undefined) wishes.push({ validation: flags.validation ?? 0, test: 0 })
  for (const [attempt, wish] of wishes.entries()) {
    try {
      const split = splitClasses(dataset, splitOptions(dataset, recipe, wish))
      if (attempt > 0) notes.push(givenUp(dataset, split, flags))
      return split
    } catch (error) {
      if (!isTooSmall(error) || attempt === wishes.length - 1) throw asFlagError(error)
    }
  }
  throw new Error('there is always a wish')
}

function givenUp({ classes }: DatasetInfo, split: ClassSplit, flags: PlanFlags): string {
  const parts: string[] = []
  if (flags.validation === undefined && split.validation.length === 0) parts.push('validation')
  if (flags.test === undefined && split.test.length === 0) parts.push('testing')
  return `${classes.length} classes are too few to set any aside for ${parts.join(' or ')}.`
}

/** A group that is not there was named on the command line. */
function asFlagError(error: unknown): unknown {
  if (!(error instanceof UserError) || error.code !== 'split-group') return error
  try {
    return checkingFlags(() => {
      throw error
    })
  } catch (wrongUse) {
    return wrongUse
  }
}

/** What makes two pictures of one class alike is learnt from two pictures of one class. */
function checkPairs({ root, classes }: DatasetInfo, { train }: ClassSplit): void {
  if (train.some((index) => (classes[index]?.pictures.length ?? 0) > 1)) return
  throw new UserError('data/one-picture', `Every training class in ${root} has one picture only.`, {
    subject: root,
    next: 'Add a second picture to some classes: nothing else shows what two pictures of one class have in common.',
  })
}

/** @throws WrongUse for flags that cannot be, UserError for data that do not allow what was asked */
export function planTraining(dataset: DatasetInfo, flags: PlanFlags): Plan {
  const notes: string[] = []
  const { recipe, why } = planRecipe(dataset, flags, notes)
  const split = planSplit(dataset, recipe, flags, notes)
  checkPairs(dataset, split)
  return { recipe, why, split, notes }
}
