/** What host and trainer process say to each other. Only the host checks what it receives: the trainer's parent is ours. */
import type { DatasetInfo } from '../shared/dataset.ts'
import type { TrainerEvent } from '../shared/trainer-event.ts'

export type { TrainerEvent }

export interface TrainerStart {
  readonly kind: 'start'
  /** Folder of a run whose `recipe.json` is written. */
  readonly runDir: string
  readonly dataset: DatasetInfo
  /** Goes on from the last checkpoint where there is one; otherwise the run must be new. */
  readonly resume: boolean
  /** Threads that prepare batches; 0 prepares them between the steps. @default chosen from the processor */
  readonly threads?: number
  /** Where decoded pictures are kept between runs. @default the user's cache folder */
  readonly cacheDir?: string
}

export type TrainerRequest =
  | TrainerStart
  | { readonly kind: 'pause' }
  /** Whether to show pairs of the batches. */
  | { readonly kind: 'watch-pairs'; readonly on: boolean }
  | { readonly kind: 'resume' }
  /** Ends after the present step, with a checkpoint. */
  | { readonly kind: 'stop' }
  /** Ends after the present step, without one. */
  | { readonly kind: 'cancel' }
