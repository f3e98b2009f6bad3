/** One life of the trainer process: messages in, checked events out, an orderly or a forced end. */
import type { ChildProcess } from 'node:child_process'
import { trainerEventSchema } from '../shared/trainer-event.ts'
import type { TrainerEvent, TrainerRequest } from '../worker/messages.ts'
import { forkWorker } from './child-process.ts'

/** How much of what the process printed is kept to explain its death. */
const KEPT_OUTPUT = 4000
/** Milliseconds between asking politely, terminating and killing. */
const TERM_AFTER = 5000
const KILL_AFTER = 3000

export interface ProcessExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** The end of what it printed. */
  readonly output: string
}

export interface TrainerProcessOptions {
  readonly onEvent: (event: TrainerEvent) => void
  /** The Node binary. @default the one that runs this process */
  readonly execPath?: string
}

export class TrainerProcess {
  /** Resolves when the process is gone, however it ended. */
  readonly exited: Promise<ProcessExit>
  private readonly child: ChildProcess
  private output = ''

  constructor({ onEvent, execPath = process.execPath }: TrainerProcessOptions) {
    this.child = forkWorker('trainer', execPath, (text) => this.keep(text))
    this.child.on('message', (message) => {
      const parsed = trainerEventSchema.safeParse(message)
      if (parsed.success) onEvent(parsed.data)
      else this.keep(`a message was not understood: ${parsed.error.message}\n`)
    })
    this.exited = new Promise((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null) => resolve({ code, signal, output: this.output })
      // `close`, not `exit`: everything it printed and sent has arrived by then.
      this.child.once('close', end)
      this.child.once('error', (error) => {
        this.keep(`${error.message}\n`)
        if (this.child.pid === undefined) end(null, null)
      })
    })
  }

  /** Undefined when it could not be started. */
  get pid(): number | undefined {
    return this.child.pid
  }

  /** Sends a request; one that is gone no longer hears it, and `exited` tells so. */
  send(request: TrainerRequest): void {
    if (this.child.connected) this.child.send(request, () => undefined)
  }

  /** Asks it to terminate, kills it when it does not, and resolves when it is gone. */
  async end(termAfter = TERM_AFTER, killAfter = KILL_AFTER): Promise<ProcessExit> {
    const term = setTimeout(() => this.child.kill('SIGTERM'), termAfter)
    const kill = setTimeout(() => this.child.kill('SIGKILL'), termAfter + killAfter)
    try {
      return await this.exited
    } finally {
      clearTimeout(term)
      clearTimeout(kill)
    }
  }

  private keep(text: string): void {
    this.output = (this.output + text).slice(-KEPT_OUTPUT)
  }
}
