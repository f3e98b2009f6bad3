import type { Recipe } from '../../../shared/recipe.ts'

/** How far a training is, where it may be bounded by steps, by time, or by both. */
export class Budget {
  private readonly steps: number
  private readonly seconds: number
  /** Seconds that the last validation and checkpoint take, kept free at the end of the time. */
  private reserve = 0
  private stepSeconds = 0

  constructor({ steps, minutes }: Recipe['budget']) {
    this.steps = steps ?? Infinity
    this.seconds = minutes === null ? Infinity : minutes * 60
  }

  /** Tells what a step takes, and what is still to be done after the last one, in seconds. */
  measured(stepSeconds: number, reserve: number): void {
    this.stepSeconds = stepSeconds
    this.reserve = reserve
  }

  /** Time for steps: never less than half of what was asked, or a slow validation would leave nothing to train in. */
  private get usable(): number {
    return Math.max(this.seconds - this.reserve, this.seconds / 2)
  }

  /** Whether no further step fits: a step is begun when at least half of it lies inside the time. */
  isOver(step: number, seconds: number): boolean {
    return step >= this.steps || seconds + this.stepSeconds / 2 >= this.usable
  }

  /**
   * Share of the training done, 0..1, before step `step` (0-based). With a budget in steps it depends on nothing else, which
   * makes a resumed run equal to an undisturbed one; with one in minutes it follows the clock, so that the rate reaches
   * zero when the time is up, whatever the machine's speed.
   */
  progress(step: number, seconds: number): number {
    return Math.min(1, Math.max(step / this.steps, seconds / this.usable))
  }

  /**
   * What the rate schedule is told before step `step`: with a clock, the number of steps at which it would end were every
   * step as long as those so far. A warm-up counts in steps either way.
   */
  schedule(step: number, seconds: number, warmup: number): { step: number; totalSteps: number } {
    const share = this.progress(step, seconds)
    if (step <= warmup || share === step / this.steps) return { step, totalSteps: this.steps }
    return { step, totalSteps: warmup + (step - warmup) / share }
  }

  /** Steps in all as far as one can tell now. */
  totalSteps(step: number, seconds: number): number {
    if (this.seconds === Infinity) return this.steps
    if (this.stepSeconds === 0) return Math.max(step, Math.min(this.steps, step + 1))
    const fitting = step + Math.max(0, Math.round((this.usable - seconds) / this.stepSeconds))
    return Math.min(this.steps, fitting)
  }

  /** Null before the first step was timed. */
  secondsLeft(step: number, seconds: number): number | null {
    const bySteps = this.stepSeconds === 0 ? Infinity : Math.max(0, this.steps - step) * this.stepSeconds
    const left = Math.min(bySteps, Math.max(0, this.seconds - seconds))
    return Number.isFinite(left) ? left : null
  }
}
