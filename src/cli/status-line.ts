import type { Progress } from '../core/dataset/index.ts'
import { TimeLeft } from '../shared/time-left.ts'
import { duration } from './format.ts'
import { clip } from './table.ts'
import type { Terminal } from './terminal.ts'

/** Milliseconds between two drawings: more often nobody can read. */
const DRAW_EVERY = 100

/** Carriage return and "erase to the end of the line". */
const CLEAR = '\r\u001b[K'

/**
 * One line on stderr that is written over, only where somebody watches. Whatever else is printed goes through `above`, so that
 * the two never mix.
 */
export class StatusLine {
  private readonly terminal: Terminal
  private readonly isOn: boolean
  private shown = ''
  private drawnAt = -Infinity
  private readonly timeLeft = new TimeLeft()

  /** @param isOn false keeps quiet (`--json`) @default true */
  constructor(terminal: Terminal, isOn = true) {
    this.terminal = terminal
    this.isOn = isOn && terminal.isWatched
  }

  /** Shows a text; one that comes too soon after the last is left out. */
  show(text: string): void {
    if (!this.isOn || text === this.shown || performance.now() - this.drawnAt < DRAW_EVERY) return
    this.draw(text)
  }

  /** Shows work that can be counted, and how long it will go on where that can be told. */
  count(what: string, done: number, total: number): void {
    const left = this.timeLeft.after(what, done, total, performance.now())
    const counted = total > 0 ? `${what} ${done}/${total} (${Math.floor((100 * done) / total)} %)` : what
    this.show(left === null ? counted : `${counted}, about ${duration(left)} left`)
  }

  /** Shows how many pictures are read. */
  readonly reading = ({ done, total }: Progress): void => this.count('reading pictures', done, total)

  clear(): void {
    if (this.shown !== '') this.terminal.raw(CLEAR)
    this.shown = ''
    this.drawnAt = -Infinity
  }

  /** Prints with the line out of the way. */
  above(print: () => void): void {
    const text = this.shown
    this.clear()
    print()
    if (text !== '') this.draw(text)
  }

  private draw(text: string): void {
    this.terminal.raw(CLEAR + this.terminal.errColours.dim(clip(text, this.terminal.columns - 1)))
    this.shown = text
    this.drawnAt = performance.now()
  }
}
