/** Long loops that can be watched and stopped. */
import { setImmediate } from 'node:timers/promises'

/** Called after each round of a loop. */
export type Pace = (done: number, total: number) => Promise<void>

/** Milliseconds of work between two looks at what else there is to do. */
const EVERY = 50

/**
 * Reports now and then, and lets the process hear of a cancellation: a loop that only computes would not.
 * @param report what it throws ends the loop
 */
export function paced(report: (done: number, total: number) => void): Pace {
  let next = performance.now() + EVERY
  return async (done, total) => {
    if (performance.now() < next) return
    report(done, total)
    await setImmediate()
    next = performance.now() + EVERY
  }
}
