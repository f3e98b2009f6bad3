/** What streams in is shown in one frame, five times a second: every frame the browser draws takes from the training. */

/** Milliseconds between two pulses. */
export const PULSE = 200
/** Milliseconds after the beat at which the host sends: what it sends has arrived by then. */
const LATER = 40

let waiting: (() => void)[] = []
let timer: ReturnType<typeof setTimeout> | undefined

/** Runs it with all else at the next pulse, in the order of asking. */
export function atPulse(run: () => void): void {
  waiting.push(run)
  // By the clock, so that all streams of a page beat together.
  timer ??= setTimeout(pulse, PULSE - ((Date.now() - LATER) % PULSE))
}

/** The intervals the clock has counted, from beat to beat. @param interval milliseconds, a multiple of the pulse */
export function turn(interval: number): number {
  // A timer strikes a little early or late.
  return Math.floor((Date.now() - LATER + PULSE / 2) / interval)
}

/** Runs what waits now. */
export function pulse(): void {
  clearTimeout(timer)
  timer = undefined
  const due = waiting
  waiting = []
  for (const run of due) run()
}
