/** The person's hand on a running training: it is looked at between two steps. */

export type Order = 'go' | 'stop' | 'cancel'

/** Pause, stop and cancel, from outside the loop. */
export class TrainingControl {
  private asked: Order = 'go'
  private paused = false
  private wake: (() => void) | undefined
  /** Whether somebody looks at the pairs of the batches. */
  isWatched = false

  get order(): Order {
    return this.asked
  }

  /** Whether to hold before the next step. */
  get isPaused(): boolean {
    return this.paused && this.asked === 'go'
  }

  /** Holds before the next step until `resume`, `stop` or `cancel`. */
  pause(): void {
    this.paused = true
  }

  resume(): void {
    this.paused = false
    this.wake?.()
  }

  /** Ends after the present step with a checkpoint; a resumed run goes on from there. */
  stop(): void {
    if (this.asked === 'go') this.asked = 'stop'
    this.wake?.()
  }

  /** Ends after the present step without writing anything; the last checkpoint stays as it is. */
  cancel(): void {
    this.asked = 'cancel'
    this.wake?.()
  }

  /** Resolves when it is no longer paused. */
  async released(): Promise<void> {
    while (this.isPaused) await new Promise<void>((resolve) => (this.wake = resolve))
  }
}
