/** Between one who produces at any pace and one who reads at their own: what waits is gathered, not queued. */
import { setTimeout } from 'node:timers/promises'

export class Mailbox {
  private isDirty = true
  private isClosed = false
  private wake: (() => void) | undefined

  /** Something changed. */
  notify(): void {
    this.isDirty = true
    this.wake?.()
  }

  /** Nothing will change any more; what has changed is still read. */
  close(): void {
    this.isClosed = true
    this.wake?.()
  }

  /** Resolves when something changed since the last time: at once the first time. False when nothing will any more. */
  async changed(): Promise<boolean> {
    while (!this.isDirty && !this.isClosed) await new Promise<void>((resolve) => (this.wake = resolve))
    const has = this.isDirty
    this.isDirty = false
    return has
  }
}

/**
 * Yields what `take` gives whenever the mailbox changed, at once the first time and then at the beats of a clock that strikes
 * every so many milliseconds, until it is closed or the reader is gone. By the clock, so that what several streams tell
 * arrives together and a page shows it in one frame.
 */
export async function* conflated<T>(
  mailbox: Mailbox,
  take: () => T,
  every: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void, void> {
  const leave = () => mailbox.close()
  signal?.addEventListener('abort', leave, { once: true })
  try {
    while (signal?.aborted !== true && (await mailbox.changed()) && !isAborted(signal)) {
      yield take()
      await setTimeout(untilBeat(every), undefined, signal ? { signal } : {}).catch(() => undefined)
    }
  } finally {
    signal?.removeEventListener('abort', leave)
  }
}

/** Milliseconds to the next beat; timers strike a little early or late, so one that is all but here has been. */
function untilBeat(every: number): number {
  const left = every - (Date.now() % every)
  return left < every / 4 ? left + every : left
}

/** It may have changed while something was waited for, which the compiler does not see. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true
}
