import { inspectProtocol } from '../../core/trained/index.ts'
import type { InspectedProtocol } from '../../core/trained/index.ts'
import type { Task } from './task.ts'

export interface InspectProtocolInput {
  readonly runDir: string
  readonly file: string
  /** What the person calls the file. */
  readonly source: string
  readonly cacheDir?: string
}

/** What a protocol from elsewhere means for a run. */
export const inspect: Task<InspectProtocolInput, InspectedProtocol> = ({ runDir, ...options }, { signal }) =>
  inspectProtocol(runDir, { ...options, signal })
