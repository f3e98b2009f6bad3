import type { DeviceChoice } from '../options.ts'
import type { PlanFlags } from './plan.ts'

/** What `oneshot train` was given. */
export interface TrainFlags extends PlanFlags {
  readonly device?: DeviceChoice
  readonly drawer: string
  readonly out?: string
  readonly resume?: true
  /** How many. */
  readonly seeds?: number
  readonly json?: true
  readonly verbose?: true
}
