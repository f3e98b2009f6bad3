import type { Said } from '../../../shared/said.ts'
import type { Candidate } from './surroundings.ts'

/** What trying a device told. */
export interface DeviceInfo {
  readonly name: Candidate
  readonly available: boolean
  /** Half a sentence on why it is not available. */
  readonly reason?: Said
  /** Of the library that computes. */
  readonly version?: string
  /** Time of one training step of a small convolutional network. */
  readonly stepMs?: number
}
