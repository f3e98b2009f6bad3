/**
 * Keeps a training alive: starts the trainer process, passes its events on, and when it dies without having said why
 * (a crash of native code, `kill -9`, no memory) starts it again from the last checkpoint.
 */
import { UserError } from '../shared/errors.ts'
import { errorOfFailure } from '../shared/failure.ts'
import type { Said } from '../shared/said.ts'
import type { FailedEvent } from '../shared/trainer-event.ts'
import type { DoneEvent, TrainingEvent } from '../shared/training.ts'
import type { TrainerEvent, TrainerRequest, TrainerStart } from '../worker/messages.ts'
import type { ProcessExit } from './child-process.ts'
import { TrainerProcess, type TrainerProcessOptions } from './trainer-process.ts'

/** The process died and was started again. */
export interface RestartedEvent {
  readonly kind: 'restarted'
  /** Restarts since the last checkpoint, this one included. */
  readonly attempt: number
  readonly limit: number
  /** How it died, as the end of a sentence: `was killed by SIGKILL`. */
  readonly cause: Said
}

/** The process is up; `pid` is its id. */
export interface StartedEvent {
  readonly kind: 'started'
  readonly pid: number
}

export type SupervisorEvent = TrainingEvent | StartedEvent | RestartedEvent

/** Another device for a training whose own failed. */
export interface Elsewhere {
  readonly from: string
  readonly to: string
}

export interface SupervisorOptions {
  readonly start: Omit<TrainerStart, 'kind'>
  readonly onEvent?: (event: SupervisorEvent) => void
  /** Restarts without a checkpoint in between before it gives up. @default 3 */
  readonly maxRestarts?: number
  /** Milliseconds a stop may take before SIGTERM; a step and a checkpoint must fit. @default 60000 */
  readonly graceMs?: number
  readonly execPath?: string
  /** Moves the run to another device after its own failed or its driver ended the process; undefined where there is none. */
  readonly elsewhere?: () => Promise<Elsewhere | undefined>
}

/** Codes of failures that another device may not have. */
const DEVICE_FAILURES = ['engine/session', 'engine/run', 'engine/no-such-device']

type Outcome = { readonly done: DoneEvent } | { readonly failed: FailedEvent } | undefined

function causeOf({ code, signal }: ProcessExit): Said {
  const values = { signal: signal ?? '', exit: String(code ?? 'unknown') }
  return signal
    ? { code: 'restart/killed', values, text: `was killed by ${signal}` }
    : { code: 'restart/ended', values, text: `ended with code ${values.exit}` }
}

export class Supervisor {
  /** Settles once: the last event, or why there is none. @throws UserError for what the person can act on. */
  readonly finished: Promise<DoneEvent>
  private readonly options: SupervisorOptions
  private process: TrainerProcess | undefined
  private state: 'running' | 'stopping' | 'ended' = 'running'
  private paused = false
  private watched = false
  private attempt = 0
  /** Whether the process that comes goes on where another ended. */
  private again = false
  /** The last one told of. */
  private step = 0
  private order: 'stop' | 'cancel' | undefined

  constructor(options: SupervisorOptions) {
    this.options = options
    this.finished = this.run()
    // The caller may look at it later than it fails.
    this.finished.catch(() => undefined)
  }

  /** Process id of the trainer while one lives. */
  get pid(): number | undefined {
    return this.process?.pid
  }

  /** Whether it was told to end. */
  get wasAsked(): boolean {
    return this.order !== undefined
  }

  pause(): void {
    this.paused = true
    this.process?.send({ kind: 'pause' })
  }

  resume(): void {
    this.paused = false
    this.process?.send({ kind: 'resume' })
  }

  /** Whether the trainer shows pairs of its batches. */
  watchPairs(on: boolean): void {
    this.watched = on
    this.process?.send({ kind: 'watch-pairs', on })
  }

  /** Ends the training with a checkpoint; resolves when the process is gone. */
  async stop(): Promise<void> {
    await this.finish('stop')
  }

  /** Ends it without one: the last checkpoint stays. */
  async cancel(): Promise<void> {
    await this.finish('cancel')
  }

  private async finish(order: 'stop' | 'cancel'): Promise<void> {
    if (this.state === 'ended') return
    this.state = 'stopping'
    this.order = order
    this.process?.send({ kind: order })
    await this.process?.end(order === 'stop' ? (this.options.graceMs ?? 60_000) : 5000)
    await this.finished.catch(() => undefined)
  }

  private async run(): Promise<DoneEvent> {
    const limit = this.options.maxRestarts ?? 3
    try {
      for (;;) {
        const { outcome, exit } = await this.live(this.again)
        if (outcome && 'done' in outcome) return outcome.done
        if (outcome) {
          if (await this.moved(outcome.failed)) continue
          throw errorOfFailure(outcome.failed)
        }
        const cause = causeOf(exit)
        const { text } = cause
        if (this.state === 'stopping') throw this.lost(`The training process ${text} before it could save.`, exit)
        if (this.attempt >= limit && (await this.moved({ message: `The training process ${text} again and again.` })))
          continue
        if (this.attempt >= limit)
          throw this.lost(`The training process ${text}, ${limit + 1} times without progress.`, exit)
        this.attempt += 1
        this.again = true
        this.options.onEvent?.({ kind: 'restarted', attempt: this.attempt, limit, cause })
      }
    } finally {
      this.state = 'ended'
      this.process = undefined
    }
  }

  /** Whether it goes on on another device. Memory that is full is for the person to decide on. */
  private async moved({ code, message }: Partial<FailedEvent> & { readonly message: string }): Promise<boolean> {
    const isDevice = code === undefined || DEVICE_FAILURES.includes(code)
    if (!isDevice || this.order !== undefined) return false
    const move = await this.options.elsewhere?.()
    if (!move) return false
    this.again = true
    this.attempt = 0
    this.options.onEvent?.({
      kind: 'warning',
      code: 'device-changed',
      values: { device: move.to },
      step: this.step,
      message: `${message} The training goes on on ${move.to} from its last checkpoint.`,
      advice: `Stop it if that is too slow; \`oneshot train --resume --device ${move.from}\` goes back.`,
    })
    return true
  }

  private lost(message: string, exit: ProcessExit): UserError {
    const said = exit.output.trim()
    return new UserError('training/process-died', said === '' ? message : `${message} It said: ${said}`, {
      subject: this.options.start.runDir,
      next: 'The last checkpoint is kept: continue with `oneshot train --resume`, or try another --device.',
    })
  }

  private async live(again: boolean): Promise<{ outcome: Outcome; exit: ProcessExit }> {
    let outcome: Outcome
    const onEvent = (event: TrainerEvent) => {
      if (event.kind === 'failed') outcome = { failed: event }
      else if (event.kind === 'ready') this.options.onEvent?.({ kind: 'started', pid: event.pid })
      else {
        if (event.kind === 'done') outcome = { done: event }
        if (event.kind === 'checkpoint') this.attempt = 0
        if ('step' in event) this.step = event.step
        this.options.onEvent?.(event)
      }
    }
    const options: TrainerProcessOptions = {
      onEvent,
      ...(this.options.execPath === undefined ? {} : { execPath: this.options.execPath }),
    }
    const child = new TrainerProcess(options)
    this.process = child
    const { start } = this.options
    child.send({ kind: 'start', ...start, resume: start.resume || again })
    const pending: TrainerRequest[] = []
    if (this.watched) pending.push({ kind: 'watch-pairs', on: true })
    if (this.paused) pending.push({ kind: 'pause' })
    if (this.order) pending.push({ kind: this.order })
    for (const request of pending) child.send(request)
    const exit = await child.exited
    return { outcome, exit }
  }
}
