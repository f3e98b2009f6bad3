import { compareRuns as compare } from '../../core/compare/index.ts'
import type { RunComparison } from '../../shared/comparison.ts'
import type { Task } from './task.ts'

export interface CompareInput {
  /** Folders of two runs. */
  readonly first: string
  readonly second: string
  /** Beginning of the hash of the trials. @default those both were evaluated by last */
  readonly protocol?: string
}

/** Two runs on identical trials. */
export const compareRuns: Task<CompareInput, RunComparison> = ({ first, second, ...options }) =>
  compare(first, second, options)
