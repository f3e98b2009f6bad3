/** The first pairs a training will see: which pictures, and how they stand in their batch. */
import type { ClassSplit, DatasetInfo } from '../../shared/dataset.ts'
import { membersOf, type Recipe } from '../../shared/recipe.ts'
import { createSampler } from '../training/sampling/sampler.ts'
import type { Batch } from '../training/sampling/sampler.ts'
import { choosePairs } from '../training/watch/choose-pairs.ts'
import type { BatchPair } from '../training/watch/choose-pairs.ts'

export interface DrawnPairs {
  readonly batch: Batch
  /** Places in the batch. */
  readonly pairs: readonly BatchPair[]
}

/**
 * Pairs of the first batch, as the recipe's own sampler draws it; half of them of one class where there are as many.
 * A recipe without batches gets pairs drawn at random.
 * @throws UserError `data/…` when the classes cannot fill a batch
 */
export function drawPairs(dataset: DatasetInfo, recipe: Recipe, split: ClassSplit, pairs: number): DrawnPairs {
  const most = recipe.picturesPerClass ?? Infinity
  const classes = split.train.map((index) => (dataset.classes[index]?.pictures ?? []).slice(0, most))
  const { seed, augment, encoder } = recipe
  const sampler = recipe.sampler.kind === 'all' ? ({ kind: 'pairs', pairs } as const) : recipe.sampler
  const batch = createSampler(sampler, classes, seed, augment.rotationsAsClasses, membersOf(encoder)).batch(0)
  const chosen = choosePairs({ sampler, encoder }, batch.labels, Math.ceil(pairs / 2))
  return { batch, pairs: chosen.slice(0, pairs) }
}
