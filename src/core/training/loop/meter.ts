/** Times the loop: how quick the steps are, and how much of the time they wait for their pictures. */

/** Seconds of the past that count. */
const WINDOW = 3

interface Timing {
  /** When the step ended, in seconds of any clock. */
  readonly end: number
  readonly pictures: number
  /** What it took. */
  readonly seconds: number
  /** Of which it waited for its batch. */
  readonly waited: number
}

/** Means over the last seconds. */
export class Meter {
  private readonly timings: Timing[] = []
  private pictures = 0
  private seconds = 0
  private waited = 0

  add(timing: Timing): void {
    this.timings.push(timing)
    this.count(timing, 1)
    // Two steps always stay, however slow they are.
    while (this.timings.length > 2 && (this.timings[0] as Timing).end < timing.end - WINDOW) {
      this.count(this.timings.shift() as Timing, -1)
    }
  }

  /** Mean time of a step; 0 before the first. */
  get stepSeconds(): number {
    return this.timings.length === 0 ? 0 : this.seconds / this.timings.length
  }

  get picturesPerSecond(): number {
    return this.seconds > 0 ? this.pictures / this.seconds : 0
  }

  /** 0..1 */
  get waitingShare(): number {
    return this.seconds > 0 ? Math.min(1, Math.max(0, this.waited / this.seconds)) : 0
  }

  private count({ pictures, seconds, waited }: Timing, sign: 1 | -1): void {
    this.pictures += sign * pictures
    this.seconds += sign * seconds
    this.waited += sign * waited
  }
}
