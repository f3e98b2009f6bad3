/** From the cost of a step to that of a training. */
import type { ClassSplit, DatasetInfo } from '../../shared/dataset.ts'
import { membersOf, type Recipe } from '../../shared/recipe.ts'
import { DEFAULT_MEMORY_BUDGET_BYTES } from '../dataset/packed/packed-pictures.ts'
import { batchShape } from '../model/batch-shape.ts'
import { describeModel } from '../model/describe.ts'
import type { Cost } from './estimate.ts'

export interface WholeCost {
  /** Null where nothing is iterated. */
  readonly secondsPerStep: number | null
  readonly seconds: number
  readonly steps: number | null
  readonly memoryBytes: number
}

/** What a process with the libraries loaded takes before it trains anything. */
const PROCESS_BYTES = 200 * 2 ** 20
/** Encoding a picture without learning from it takes about a third of a training step's time for it. */
const FORWARD_SHARE = 1 / 3
/** Before its pooling a layer's map is four times as large; then its activation, and both again for the gradient. */
const MAPS_A_LAYER = 2 * (4 + 1)
/** A frozen network of the size of the bundled one, at work on a batch. */
const BACKBONE_BYTES = 350 * 2 ** 20

function picturesOf(dataset: DatasetInfo, classes: readonly number[]): number {
  return classes.reduce((sum, index) => sum + (dataset.classes[index]?.pictures.length ?? 0), 0)
}

/** Values and gradients of every layer's map, for a whole batch. */
function activationBytes(recipe: Recipe): number {
  const { pictures } = batchShape(recipe)
  const numbers = describeModel(recipe).layers.reduce((sum, { output }) => {
    const size = output.reduce((product, side) => product * side, 1)
    return sum + (output.length === 3 ? size * MAPS_A_LAYER : size * 2)
  }, 0)
  // Each member of an ensemble sees its own part of the batch.
  return (4 * pictures * numbers) / membersOf(recipe.encoder)
}

/**
 * Seconds: the steps, with a validation every so often. Memory: the state twice (before and after a step), the maps of all
 * layers, the decoded pictures as far as they are held, and the process itself. Batches and checkpoints are small.
 */
export function wholeTraining(dataset: DatasetInfo, recipe: Recipe, split: ClassSplit, cost: Cost): WholeCost {
  if (recipe.encoder.kind === 'backbone') {
    const all = picturesOf(dataset, [...split.train, ...split.validation])
    return {
      secondsPerStep: null,
      seconds: cost.missing * cost.seconds,
      steps: null,
      memoryBytes: PROCESS_BYTES + BACKBONE_BYTES + 2 * all * cost.stateBytes,
    }
  }
  const { width, height, channels } = recipe.input
  const held = Math.min(dataset.pictures.length * width * height * channels, DEFAULT_MEMORY_BUDGET_BYTES)
  const memoryBytes = Math.round(PROCESS_BYTES + 2 * cost.stateBytes + activationBytes(recipe) + held)
  const { way, shot, trials, every } = recipe.validation
  const seen = Math.min(picturesOf(dataset, split.validation), trials * (way * shot + 1))
  const validation = (seen / batchShape(recipe).pictures) * FORWARD_SHARE * membersOf(recipe.encoder) * cost.seconds
  const perStep = cost.seconds + validation / every
  const limit = recipe.budget.minutes === null ? Infinity : recipe.budget.minutes * 60
  const fitting = Math.max(1, Math.floor(limit / perStep))
  const steps = Math.min(recipe.budget.steps ?? Infinity, fitting)
  const seconds = steps === fitting ? limit : steps * perStep
  return { secondsPerStep: cost.seconds, seconds, steps, memoryBytes }
}
