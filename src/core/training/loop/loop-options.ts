/** What the training loop is given. */
import type { Accuracy } from '../../../shared/evaluation.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { TrainingEvent } from '../../../shared/training.ts'
import type { Executable, HostTensorMap } from '../../engine/index.ts'
import type { RunPaths } from '../../runs/index.ts'
import type { LoopState } from '../checkpoint/index.ts'
import type { Batch, BatchSource } from '../pipeline/index.ts'
import type { TrainingControl } from './control.ts'
import { healthyState } from './health.ts'

export interface Validator {
  readonly way: number
  readonly shot: number
  /** Hash of the protocol. */
  readonly protocol: string
  /** Accuracy of the network in this state of the training program. */
  validate(state: HostTensorMap): Promise<Accuracy>
}

/** Looks at a batch now and then, while somebody wants to see what the network is fed. It must change nothing. */
export interface BatchWatch {
  look(batch: Batch, outputs: HostTensorMap, executable: Executable): Promise<void>
}

export interface LoopOptions {
  readonly recipe: Recipe
  /** Hash of the data set. */
  readonly dataset: string
  readonly paths: RunPaths
  /** The training program, its state already that of `initial`. */
  readonly executable: Executable
  /** Length of a code. */
  readonly codes: number
  readonly batches: BatchSource
  /** Undefined when no classes were set aside: then nothing is selected. */
  readonly validator: Validator | undefined
  readonly watch?: BatchWatch | undefined
  readonly initial: LoopState
  readonly control: TrainingControl
  readonly onEvent: (event: TrainingEvent) => void
  /** Seconds the run has trained for before its first step of this process: opening and compiling. @default 0 */
  readonly warmUpSeconds?: number
}

/** State of a loop that has not begun. */
export function freshLoopState(): LoopState {
  return { step: 0, seconds: 0, smoothedLoss: null, health: healthyState(), best: null, stale: 0, ended: null }
}
