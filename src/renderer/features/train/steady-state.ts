import type { TrainingState } from '../../../shared/contract/training.ts'

/** What of a training's state changes seldom: what shows only this is not drawn anew at every step. */
export interface SteadyState extends Pick<TrainingState, 'state' | 'warnings' | 'restarts' | 'error'> {
  readonly hasSteps: boolean
}

/** The same object as before as long as it says the same. */
export function steadyState(full: TrainingState | null, before: SteadyState | null | undefined): SteadyState | null {
  if (!full) return null
  const { state, warnings, restarts, error, step } = full
  const now: SteadyState = { state, warnings, restarts, error, hasSteps: step > 0 }
  return before && JSON.stringify(before) === JSON.stringify(now) ? before : now
}

/** Whether it is another stage of the training, and not only some steps further. */
export function isNews(now: TrainingState | null, shown: TrainingState | null): boolean {
  return now?.state !== shown?.state || now?.phase?.name !== shown?.phase?.name
}
