/** Where the loop gets its batches from. */

export interface Batch {
  /** Which step it belongs to, from 0. */
  readonly step: number
  /** Pictures in it. */
  readonly count: number
  /** [count, height, width, channels], 0..1. */
  readonly images: Float32Array
  readonly labels: Int32Array
}

export interface BatchSource {
  /** The batch of a step; steps are asked for in order. The batch of a step is the same whoever prepares it, and when. */
  next(step: number): Promise<Batch>
  /** Gives the batch's memory back for a later one: it must not be touched afterwards. */
  release(batch: Batch): void
  close(): Promise<void>
}
