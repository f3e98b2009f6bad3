/** Runs work a few at a time, the newest first: what was scrolled past can wait for what is on the screen. */
export class NewestFirst {
  private readonly atOnce: number
  private readonly waiting: (() => void)[] = []
  private running = 0

  constructor(atOnce: number) {
    this.atOnce = atOnce
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.atOnce) await new Promise<void>((resolve) => this.waiting.push(resolve))
    else this.running += 1
    try {
      return await work()
    } finally {
      // The place is handed on, so that nobody slips in between.
      const next = this.waiting.pop()
      if (next) next()
      else this.running -= 1
    }
  }
}
