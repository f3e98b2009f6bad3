import { occlusionSubject } from '../../core/trained/trials/index.ts'
import type { PreparedOcclusion } from '../../core/trained/trials/index.ts'
import { heldTrials } from './held-trials.ts'
import type { TrialsInput } from './held-trials.ts'
import type { Task } from './task.ts'

export interface SubjectInput extends TrialsInput {
  readonly trial: number
  /** 0 is the trial itself. */
  readonly redraw: number
  /** Which support of each class is covered. */
  readonly support: number
}

/** All that an occlusion map needs but the network: codes, and the pictures as the network sees them. */
export const prepareOcclusion: Task<SubjectInput, PreparedOcclusion> = async (input) => {
  const trials = await heldTrials(input)
  return occlusionSubject(trials, await trials.trial(input.trial, input.redraw), input.support)
}
