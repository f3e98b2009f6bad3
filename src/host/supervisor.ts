/**
 * Keeps a training alive: starts the trainer process, passes its events on, and when it dies without having said why
 * (a crash of native code, `kill -9`, no memory) starts it again from the last checkpoint.
 */
import { UserError } from '../shared/errors.ts'
import { errorOfFailure } from '../shared/failure.ts'
import type { FailedEvent } from '../shared/trainer-event.ts'
import type { DoneEvent, TrainingEvent } from '../shared/training.ts'
import type { TrainerEvent, TrainerRequest, TrainerStart } from '../worker/messages.ts'
import type { ProcessExit, TrainerProcessOptions } from './trainer-process.ts'
import { TrainerProcess } from './trainer-process.ts'

/** The process died and was started again. */
export interface RestartedEvent {
  readonly kind: 'restarted'
  /** Restarts since the last checkpoint, this one included. */
  readonly attempt: number
  readonly limit: number
  /** How it died, as the end of a sentence: `was killed by SIGKILL`. */
  readonly cause: string
}

/** The process is up; `pid` is its id. */
export interface StartedEvent {
  readonly kind: 'started'
  readonly pid: number
}

export type SupervisorEvent = TrainingEvent | StartedEvent | RestartedEvent

export interface SupervisorOptions {
  readonly start: Omit<TrainerStart, 'kind'>
  readonly onEvent?: (event: SupervisorEvent) => void
  /** Restarts without a checkpoint in between before it gives up. @default 3 */
  readonly maxRestarts?: number
  /** Milliseconds a stop may take before SIGTERM; a step and a checkpoint must fit. @default 60000 */
  readonly graceMs?: number
  readonly execPath?: string
}

type Outcome = { readonly done: DoneEvent } | { readonly failed: FailedEvent } | undefined

function causeOf({ code, signal }: ProcessExit): string {
  return signal ? `was killed by ${signal}` : `ended with code ${code ?? 'unknown'}`
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
        const { outcome, exit } = await this.live(this.attempt > 0)
        if (outcome && 'done' in outcome) return outcome.done
        if (outcome) throw errorOfFailure(outcome.failed)
        const cause = causeOf(exit)
        if (this.state === 'stopping') throw this.lost(`The training process ${cause} before it could save.`, exit)
        if (this.attempt >= limit)
          throw this.lost(`The training process ${cause}, ${limit + 1} times without progress.`, exit)
        this.attempt += 1
        this.options.onEvent?.({ kind: 'restarted', attempt: this.attempt, limit, cause })
      }
    } finally {
      this.state = 'ended'
      this.process = undefined
    }
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
