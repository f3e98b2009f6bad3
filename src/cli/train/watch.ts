/** Shows a training while it goes on. */
import type { ProgressEvent, TrainingPhase, ValidationEvent, WarningEvent } from '../../shared/training.ts'
import type { SupervisorEvent } from '../../host/supervisor.ts'
import { duration, figure, integer, percent, percentRange } from '../format.ts'
import { StatusLine } from '../status-line.ts'
import type { Terminal } from '../terminal.ts'

const PHASES: Readonly<Record<TrainingPhase, string>> = {
  opening: 'decoding pictures',
  features: 'reading features',
  compiling: 'preparing the network',
  training: 'training',
  validating: 'validating',
  fitting: 'fitting the head',
  paused: 'paused',
}

/** Seconds between two plain lines of progress with --verbose. */
const LINE_EVERY = 10

export interface Watched {
  readonly warnings: readonly WarningEvent[]
  readonly validation: ValidationEvent | undefined
  readonly progress: ProgressEvent | undefined
  readonly restarts: number
  /** False where the run had ended before. */
  readonly hasWorked: boolean
  /** Of computing the head at once; undefined for training by steps. */
  readonly fittingSeconds: number | undefined
}

/**
 * A line that is written over where somebody watches; warnings always; with `verbose` also lines that stay. Nothing goes to
 * stdout.
 */
export class TrainingView {
  private readonly terminal: Terminal
  private readonly verbose: boolean
  private readonly status: StatusLine
  private readonly warnings: WarningEvent[] = []
  private best: ValidationEvent | undefined
  private last: ProgressEvent | undefined
  private lineAt = -Infinity
  private restarts = 0
  private hasWorked = false
  private isStopping = false
  private fittingSince: number | undefined
  private fittingSeconds: number | undefined

  constructor(terminal: Terminal, { verbose }: { verbose: boolean }) {
    this.terminal = terminal
    this.verbose = verbose
    this.status = new StatusLine(terminal)
  }

  get watched(): Watched {
    const { warnings, restarts, hasWorked, fittingSeconds } = this
    return { warnings, validation: this.best, progress: this.last, restarts, hasWorked, fittingSeconds }
  }

  onEvent(event: SupervisorEvent): void {
    this.timeFitting(event)
    switch (event.kind) {
      case 'phase':
        this.hasWorked = true
        if (event.done === null) this.say(PHASES[event.phase])
        if (event.phase !== 'training' && !this.isStopping) {
          if (event.total) this.status.count(PHASES[event.phase], event.done ?? 0, event.total)
          else this.status.show(PHASES[event.phase])
        }
        break
      case 'progress':
        this.progress(event)
        break
      case 'validation':
        if (event.best) this.best = event
        this.say(
          `step ${event.step}: ${event.way}-way ${event.shot}-shot ${percent(event.accuracy)} ` +
            `(${percentRange(event.interval)})${event.best ? ', the best so far' : ''}`,
        )
        break
      case 'warning':
        this.warnings.push(event)
        this.warn(event.message, event.advice)
        break
      case 'checkpoint':
        this.say(`step ${event.step}: wrote the checkpoint '${event.name}'`)
        break
      case 'restarted':
        this.restarts += 1
        this.warn(
          `The training process ${event.cause.text}.`,
          `It goes on from the last checkpoint (attempt ${event.attempt} of ${event.limit}).`,
        )
        break
      case 'started':
        this.say(`training process ${event.pid}`)
        break
      case 'pairs':
      case 'done':
        break
    }
  }

  /** Ctrl+C was heard. */
  stopping(): void {
    this.isStopping = true
    this.status.clear()
    if (this.terminal.isWatched) this.terminal.err('Stopping after this step; Ctrl+C again ends at once.')
  }

  close(): void {
    this.status.clear()
  }

  private progress(event: ProgressEvent): void {
    this.last = event
    const left = event.secondsLeft === null ? '' : `, ${duration(event.secondsLeft)} left`
    const accuracy = this.best ? `, best ${percent(this.best.accuracy)}` : ''
    const text =
      `step ${integer(event.step)} of ${integer(event.totalSteps)}, ${integer(event.picturesPerSecond)} pictures/s${left}, ` +
      `loss ${figure(event.smoothedLoss)}${accuracy}`
    if (!this.isStopping) this.status.show(text)
    if (event.seconds - this.lineAt >= LINE_EVERY) {
      this.say(text)
      this.lineAt = event.seconds
    }
  }

  /** Fitting lasts until the next thing happens. */
  private timeFitting(event: SupervisorEvent): void {
    if (this.fittingSince !== undefined && this.fittingSeconds === undefined) {
      this.fittingSeconds = (performance.now() - this.fittingSince) / 1000
    }
    if (event.kind === 'phase' && event.phase === 'fitting') this.fittingSince = performance.now()
  }

  private warn(message: string, advice: string): void {
    const { yellow } = this.terminal.errColours
    this.status.above(() => this.terminal.err(`${yellow('warning:')} ${message} ${advice}`))
  }

  private say(line: string): void {
    if (this.verbose) this.status.above(() => this.terminal.err(line))
  }
}
