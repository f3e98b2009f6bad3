/** Seconds before one can be told at all, lest the first guess is a wild one. */
const PATIENCE = 1.5

/** How long counted work will go on, by how quick its present part was so far. */
export class TimeLeft {
  private what = ''
  private total: number | null = null
  /** What was done when this part began: it may have been kept from before. */
  private first = 0
  private last = 0
  private since = 0

  /**
   * Seconds, or null where they cannot be told. Another name, another total or a smaller count begin a new part.
   * @param what name of this part of the work
   * @param now milliseconds of any clock
   */
  after(what: string, done: number, total: number | null, now: number): number | null {
    if (what !== this.what || total !== this.total || done < this.last) {
      this.what = what
      this.total = total
      this.first = done
      this.since = now
    }
    this.last = done
    const seconds = (now - this.since) / 1000
    if (total === null || done <= this.first || done >= total || seconds < PATIENCE) return null
    return (seconds / (done - this.first)) * (total - done)
  }
}
