/** From a data set and wishes to what is trained: which recipe, and which classes train, validate and test. */
import type { ClassSplit, DatasetInfo } from '../../shared/dataset.ts'
import { UserError } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipe.ts'
import type { Said } from '../../shared/said.ts'
import { splitClasses } from '../dataset/split.ts'
import type { SplitOptions } from '../dataset/split.ts'
import type { PresetName } from '../training/recipes/index.ts'
import { chooseRecipe } from '../training/recipes/index.ts'

/** Classes to set aside: a share of them, or groups by name. */
export type Part = number | readonly string[]

/** What a person may ask of the split. */
export interface SplitWishes {
  /** @default what the recipe and the data allow */
  readonly validation?: Part
  readonly test?: Part
  /** @default groups where trials stay within one and there are enough */
  readonly by?: 'class' | 'group'
  /** @default the recipe's */
  readonly seed?: number
}

export interface PlannedSplit {
  readonly split: ClassSplit
  /** What the person may not expect, a sentence each. */
  readonly notes: readonly Said[]
}

/** Shares of the classes set aside where the person says nothing. */
const STANDARD_TEST = 0.2
const STANDARD_VALIDATION = 0.15

/** Whether training is an iteration with a budget; a frozen network's head is computed at once. */
export function isIterative({ encoder }: Recipe): boolean {
  return encoder.kind !== 'backbone'
}

/** The preset asked for, or the one that suits the data, with the reason. */
export function choosePreset(
  dataset: DatasetInfo,
  asked: PresetName | 'auto',
): { name: PresetName; why?: string; reason?: Said } {
  return asked === 'auto' ? chooseRecipe(dataset) : { name: asked }
}

/** Whole groups are set aside where trials stay within a group and there are enough: else test groups would be torn. */
function unitOf({ groups }: DatasetInfo, { validation }: Recipe): 'class' | 'group' {
  return validation.withinGroup && groups.length >= 3 ? 'group' : 'class'
}

type Parts = Required<Pick<SplitWishes, 'validation' | 'test'>>

function splitOptions(dataset: DatasetInfo, recipe: Recipe, parts: Parts, wishes: SplitWishes): SplitOptions {
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
  const by = wishes.by ?? (named && dataset.groups.length > 0 ? 'group' : unitOf(dataset, recipe))
  return { seed: wishes.seed ?? recipe.seed, by, ...shares, ...(named ? { groups } : {}) }
}

const isTooSmall = (error: unknown) => error instanceof UserError && error.code === 'split-too-small'

function givenUp({ classes }: DatasetInfo, split: ClassSplit, wishes: SplitWishes): Said {
  const parts: string[] = []
  if (wishes.validation === undefined && split.validation.length === 0) parts.push('validation')
  if (wishes.test === undefined && split.test.length === 0) parts.push('testing')
  return {
    code: `plan/none-for-${parts.length > 1 ? 'both' : (parts[0] ?? 'testing')}`,
    values: { classes: classes.length },
    text: `${classes.length} classes are too few to set any aside for ${parts.join(' or ')}.`,
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

/**
 * Sets classes aside as wished, else a fifth for the test and some for validation; what nobody asked for is given up, with a note,
 * where the classes do not suffice.
 * @throws UserError `split-…` or `data/one-picture` for data that do not allow what was asked
 */
export function planSplit(dataset: DatasetInfo, recipe: Recipe, wishes: SplitWishes): PlannedSplit {
  const test = wishes.test ?? STANDARD_TEST
  const validation = wishes.validation ?? (isIterative(recipe) ? STANDARD_VALIDATION : 0)
  // What nobody asked for is given up where the classes do not suffice, validation first.
  const tries: Parts[] = [{ validation, test }]
  if (wishes.validation === undefined && validation !== 0) tries.push({ validation: 0, test })
  if (wishes.test === undefined) tries.push({ validation: wishes.validation ?? 0, test: 0 })
  for (const [attempt, parts] of tries.entries()) {
    try {
      const split = splitClasses(dataset, splitOptions(dataset, recipe, parts, wishes))
      checkPairs(dataset, split)
      return { split, notes: attempt > 0 ? [givenUp(dataset, split, wishes)] : [] }
    } catch (error) {
      if (!isTooSmall(error) || attempt === tries.length - 1) throw error
    }
  }
  throw new Error('there is always a try')
}
