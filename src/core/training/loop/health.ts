/** Tells in plain words when a training goes wrong, and what to try. */
import type { Recipe } from '../../../shared/recipe.ts'
import type { WarningEvent } from '../../../shared/training.ts'
import type { LoopState } from '../checkpoint/index.ts'
import { guessingLoss } from './guess.ts'

/** Share of the old value kept at each step by the means that are judged. */
const KEEP = 0.98
/** Steps before anything is called stuck or grown: pair networks need a few hundred to leave the start. */
const PATIENCE = 300
/** Same and different pairs closer than this share of their distance cannot be told apart. */
const SEPARATION = 0.02
/** Unit codes of n entries have a spread of at most 1 / sqrt(n); below this share of it they are all the same. */
const COLLAPSED = 0.01
/** Validations in a row clearly below the best. */
const FALLING = 2

/** What a step tells: losses, distances of same and different pairs, the spread of unit codes, the gradient's length. */
export interface StepFigures {
  readonly loss: number
  readonly smoothedLoss: number | null
  readonly same: number
  readonly different: number
  readonly spread: number
  readonly gradientNorm: number
}

export type HealthState = LoopState['health']
/** A warning without the step at which it comes. */
export type Finding = Omit<WarningEvent, 'kind' | 'step'>

/** Before the first step. */
export function healthyState(): HealthState {
  return { firstLoss: null, lowestLoss: null, separation: null, scale: null, flat: 0, falling: 0, warned: [] }
}

function mean(old: number | null, value: number): number {
  return old === null ? value : KEEP * old + (1 - KEEP) * value
}

const round = (value: number) => Number(value.toPrecision(3))

/** Looks at every step and validation; each warning comes once. */
export class Health {
  state: HealthState
  private readonly recipe: Recipe
  private readonly codes: number

  /** @param codes length of a code */
  constructor(recipe: Recipe, codes: number, state = healthyState()) {
    this.recipe = recipe
    this.codes = codes
    this.state = state
  }

  /** Why training cannot go on after this step, or undefined. */
  static diverged({ loss, gradientNorm }: Pick<StepFigures, 'loss' | 'gradientNorm'>): Finding | undefined {
    if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) return undefined
    const what = Number.isFinite(loss) ? 'The gradient' : 'The loss'
    return {
      code: 'diverged',
      message: `${what} is no longer a number: training has diverged and was ended. The last good state is kept.`,
      advice: 'Lower the learning rate by a factor of 3 to 10, or add warm-up steps.',
    }
  }

  /** Looks at one finite step; each kind of warning is given once in a run. */
  afterStep(figures: StepFigures): Finding | undefined {
    const { state } = this
    const smoothed = figures.smoothedLoss ?? figures.loss
    const neuron = this.recipe.head.kind === 'l1' || this.recipe.head.kind === 'subtract'
    const scale = neuron ? 1 : Math.max(figures.same, figures.different, 1e-12)
    const separation = mean(state.separation, Math.abs(figures.different - figures.same))
    const meanScale = mean(state.scale, scale)
    const flat = separation < SEPARATION * meanScale ? state.flat + 1 : 0
    const firstLoss = state.firstLoss ?? smoothed
    const lowestLoss = Math.min(state.lowestLoss ?? smoothed, smoothed)
    this.state = { ...state, separation, scale: meanScale, flat, firstLoss, lowestLoss }

    if (flat >= PATIENCE || (flat > 0 && this.isCollapsed(figures) && flat >= PATIENCE / 3))
      return this.flatFinding(figures, smoothed)
    if (smoothed > 2 * firstLoss && smoothed > 10 * lowestLoss) {
      return this.once({
        code: 'diverged',
        variant: 'grown',
        values: { loss: round(smoothed), lowest: round(lowestLoss) },
        message: `The loss has grown to ${round(smoothed)}, from ${round(lowestLoss)} at its lowest.`,
        advice: 'Lower the learning rate by a factor of 3 to 10, or add warm-up steps.',
      })
    }
    return undefined
  }

  /** Looks at one validation against the best before it. */
  afterValidation(high: number, bestLow: number | null): Finding | undefined {
    const falling = bestLow !== null && high < bestLow ? this.state.falling + 1 : 0
    this.state = { ...this.state, falling }
    if (falling < FALLING) return undefined
    return this.once({
      code: 'overfitting',
      message:
        'The network gets worse on classes it was not trained on, while its loss still falls: it is learning by heart.',
      advice: 'The best state is kept. More classes, stronger augmentation or fewer steps help.',
    })
  }

  /** Looks at the share of time spent waiting for batches. */
  waiting(share: number): Finding | undefined {
    if (share < 0.05) return undefined
    return this.once({
      code: 'starved',
      values: { waiting: { share } },
      message: `Steps wait ${Math.round(share * 100)} % of the time for their pictures.`,
      advice: 'Close other programs, put the picture cache on a faster disk, or turn off elastic augmentation.',
    })
  }

  private isCollapsed({ spread }: StepFigures): boolean {
    return spread * Math.sqrt(this.codes) < COLLAPSED
  }

  private flatFinding(figures: StepFigures, smoothed: number): Finding | undefined {
    const guess = guessingLoss(this.recipe)
    const atGuess = guess !== undefined && Math.abs(smoothed - guess.value) < 0.02 * guess.value
    const guessing: Pick<Finding, 'variant' | 'values'> = atGuess
      ? { variant: 'guessing', values: { loss: round(smoothed), guess: guess.name } }
      : {}
    const stands = atGuess ? ` The loss stands at ${round(smoothed)}, which is ${guess.name}: what guessing gives.` : ''
    if (this.isCollapsed(figures)) {
      return this.once({
        code: 'collapsed',
        ...guessing,
        message: `All pictures get nearly the same code: the network has collapsed.${stands}`,
        advice:
          'Lower the learning rate by a factor of 3 to 10; with a triplet loss, take semi-hard instead of hard triplets.',
      })
    }
    return this.once({
      code: 'stuck',
      ...guessing,
      message: `Pairs of one class and of two classes still cannot be told apart.${stands}`,
      advice:
        'Give it more steps, try another learning rate, or take the all-pairs recipe, which learns from every pair of a batch.',
    })
  }

  private once(finding: Finding): Finding | undefined {
    if (this.state.warned.includes(finding.code)) return undefined
    this.state = { ...this.state, warned: [...this.state.warned, finding.code] }
    return finding
  }
}
