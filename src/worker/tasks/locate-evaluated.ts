import { locateEvaluated as locate } from '../../core/trained/trials/index.ts'
import type { LocateOptions } from '../../core/trained/trials/index.ts'
import type { Task } from './task.ts'

export interface LocateEvaluatedInput extends Omit<LocateOptions, 'signal'> {
  readonly runDir: string
  /** Name of the evaluation. */
  readonly id: string
}

/** Remembers where the pictures of an evaluation lie now, if they are the same. */
export const locateEvaluated: Task<LocateEvaluatedInput, null> = async ({ runDir, id, ...options }, { signal }) => {
  await locate(runDir, id, { ...options, signal })
  return null
}
