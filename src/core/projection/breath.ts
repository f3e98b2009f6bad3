/** Lets a long computation be watched and ended: it says how far it is, and gives the event loop its turn now and then. */
import { setImmediate } from 'node:timers/promises'

/** Milliseconds between two turns of the event loop: a cancellation waits no longer. */
const EVERY = 40

export interface Watched {
  /** Ends it early, with the signal's reason. */
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

/** A function to call in a loop that takes milliseconds a turn: reports, breathes, and throws when the signal fired. */
export function breathing({ signal, onProgress }: Watched, total: number): (done: number) => Promise<void> {
  let last = performance.now()
  onProgress?.(0, total)
  return async (done) => {
    if (done < total && performance.now() - last < EVERY) return
    onProgress?.(done, total)
    await setImmediate()
    signal?.throwIfAborted()
    last = performance.now()
  }
}
