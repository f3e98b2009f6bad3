import type { BatchJob } from './maker.ts'

/** `memory` is for the images, to be used again. */
export interface MakeRequest {
  readonly step: number
  readonly memory: Float32Array | undefined
}

export type MakeReply =
  | { readonly step: number; readonly count: number; readonly images: Float32Array; readonly labels: Int32Array }
  | { readonly step: number; readonly error: string }

export interface ThreadData {
  readonly job: BatchJob
  /** Module that runs the thread, where it has to be translated first. */
  readonly source?: string
}
