import { neighbours as find } from '../../core/trained/trials/index.ts'
import type { NeighbourOptions, Neighbourhood } from '../../core/trained/trials/index.ts'
import { heldTrials } from './held-trials.ts'
import type { TrialsInput } from './held-trials.ts'
import { seldom } from './seldom.ts'
import type { Task } from './task.ts'

export interface NeighboursInput extends TrialsInput, Pick<NeighbourOptions, 'scope' | 'limit' | 'make'> {
  readonly trial: number
  /** 0 is the trial itself. */
  readonly redraw: number
}

export interface NeighboursProgress {
  readonly doing: 'reading' | 'embedding'
  readonly done: number
  readonly total: number
}

/** What lies nearest to a trial's query in the whole set. */
export const neighbours: Task<NeighboursInput, Neighbourhood, NeighboursProgress> = async (
  { scope, limit, make, ...input },
  { progress, signal },
) => {
  const trials = await heldTrials(input)
  const report = seldom(progress)
  return find(trials, await trials.trial(input.trial, input.redraw), {
    scope,
    limit,
    make,
    signal,
    onProgress: (doing, done, total) => report({ doing, done, total }),
  })
}
