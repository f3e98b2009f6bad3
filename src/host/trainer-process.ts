/** One life of the trainer process: messages in, checked events out, an orderly or a forced end. */
import type { ChildProcess } from 'node:child_process'
import { trainerEventSchema } from '../shared/trainer-event.ts'
import type { TrainerEvent, TrainerRequest } from '../worker/messages.ts'
import { forkWorker, type ProcessExit } from './child-process.ts'

/** Milliseconds between asking politely, terminating and killing. */
const TERM_AFTER = 5000
const KILL_AFTER = 3000

export interface TrainerProcessOptions {
  readonly onEvent: (event: TrainerEvent) => void
  /** The Node binary. @default the one that runs this process */
  readonly execPath?: string
}

export class TrainerProcess {
  /** Resolves when the process is gone, however it ended. */
  readonly exited: Promise<ProcessExit>
  private readonly child: ChildProcess

  constructor({ onEvent, execPath = process.execPath }: TrainerProcessOptions) {
    const { child, exited, note } = forkWorker('trainer', execPath)
    this.child = child
    this.exited = exited
    child.on('message', (message) => {
      const parsed = trainerEventSchema.safeParse(message)
      if (parsed.success) onEvent(parsed.data)
      else note(`a message was not understood: ${parsed.error.message}\n`)
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
}
