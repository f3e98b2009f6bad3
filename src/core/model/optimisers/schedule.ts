import type { OptimiserSpec, ScheduleSpec } from '../../../shared/recipe.ts'

/** Where a training stands. */
export interface Progress {
  /** Steps done before this one, from 0. */
  readonly step: number
  /** Steps the run will take; where the budget is minutes, the present estimate. */
  readonly totalSteps: number
}

/**
 * Learning rate of one step. A warm-up rises in equal steps to the full rate and is not part of what follows it: the
 * cosine (Loshchilov and Hutter 2017) falls from there to 0 at `totalSteps`.
 */
export function rateAt(schedule: ScheduleSpec, { rate }: Pick<OptimiserSpec, 'rate'>, progress: Progress): number {
  const { step, totalSteps } = progress
  if (step < schedule.warmup) return (rate * (step + 1)) / schedule.warmup
  if (schedule.kind === 'constant') return rate
  if (schedule.kind === 'step') return rate * schedule.factor ** Math.floor((step - schedule.warmup) / schedule.every)
  const left = Math.max(1, totalSteps - schedule.warmup)
  const done = Math.min(1, (step - schedule.warmup) / left)
  return 0.5 * rate * (1 + Math.cos(Math.PI * done))
}
