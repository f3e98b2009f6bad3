/** The library process as the host sees it: tasks to call. It is started when first needed, and again after it died. */
import type { ChildProcess } from 'node:child_process'
import { UserError } from '../shared/errors.ts'
import { errorOfFailure } from '../shared/failure.ts'
import type { LibraryReply, LibraryRequest } from '../worker/library-messages.ts'
import type { TaskInput, TaskName, TaskProgress, TaskResult } from '../worker/tasks/index.ts'
import { forkWorker, type ProcessExit } from './child-process.ts'

/** Milliseconds a cancelled task may take to answer before the process counts as stuck. */
const CANCEL_GRACE = 5000
/** As many times as long where other calls would be lost with it. */
const PATIENCE = 6
/** Milliseconds the process may take to end before it is killed. */
const CLOSE_GRACE = 2000

export interface LibraryOptions {
  /** The Node binary. @default the one that runs this process */
  readonly execPath?: string
  /** @default 5000 */
  readonly cancelGraceMs?: number
}

export interface CallOptions<Progress> {
  readonly onProgress?: (progress: Progress) => void
  /** Rejects the call at once with its reason, and tells the task to stop. */
  readonly signal?: AbortSignal
}

interface Pending {
  resolve(result: unknown): void
  reject(error: unknown): void
  progress(progress: unknown): void
}

/** One life of the process. */
class Life {
  readonly exited: Promise<void>
  private readonly child: ChildProcess
  private readonly pending = new Map<number, Pending>()
  private readonly stuck = new Map<number, NodeJS.Timeout>()
  isOver = false

  constructor(execPath: string) {
    const { child, exited } = forkWorker('library', execPath)
    this.child = child
    child.on('message', (reply: LibraryReply) => this.receive(reply))
    // It takes no more calls from here on; what it printed may still be on its way.
    child.once('exit', () => (this.isOver = true))
    this.exited = exited.then((exit) => this.lose(exit))
  }

  get pid(): number | undefined {
    return this.child.pid
  }

  call(id: number, task: string, input: unknown, pending: Pending): void {
    this.pending.set(id, pending)
    this.send({ kind: 'call', id, task, input })
  }

  /** Forgets the call; the process must answer it within the grace to show that it lives. */
  cancel(id: number, graceMs: number): void {
    if (!this.pending.delete(id) || this.isOver) return
    this.send({ kind: 'cancel', id })
    const kill = () => this.child.kill('SIGKILL')
    // Calls may have come since: who left one page is on the next.
    const look = () => {
      if (this.pending.size === 0) kill()
      else this.stuck.set(id, setTimeout(kill, graceMs * (PATIENCE - 1)))
    }
    this.stuck.set(id, setTimeout(look, graceMs))
  }

  async end(): Promise<void> {
    this.isOver = true
    const kill = setTimeout(() => this.child.kill('SIGKILL'), CLOSE_GRACE)
    // Not `disconnect`, after which Node never says `close`.
    if (this.child.connected) this.child.send({ kind: 'end' } satisfies LibraryRequest, () => undefined)
    await this.exited
    clearTimeout(kill)
  }

  private send(request: LibraryRequest): void {
    this.child.send(request, (error) => {
      // A process that is gone, or never was, says so by `exited`; what cannot be cloned is said here.
      const lives = this.child.connected && this.child.pid !== undefined
      if (error && lives && 'id' in request) this.settle(request.id)?.reject(error)
    })
  }

  private receive(reply: LibraryReply): void {
    if (reply.kind === 'progress') this.pending.get(reply.id)?.progress(reply.progress)
    else if (reply.kind === 'result') this.settle(reply.id)?.resolve(reply.result)
    else this.settle(reply.id)?.reject(errorOfFailure(reply.error))
  }

  private settle(id: number): Pending | undefined {
    clearTimeout(this.stuck.get(id))
    this.stuck.delete(id)
    const pending = this.pending.get(id)
    this.pending.delete(id)
    return pending
  }

  private lose({ code, signal, output }: ProcessExit): void {
    this.isOver = true
    for (const timer of this.stuck.values()) clearTimeout(timer)
    const ended = code === null ? 'could not be started' : `ended with code ${code}`
    const cause = signal === null ? ended : `was killed by ${signal}`
    const said = output.trim()
    for (const { reject } of this.pending.values()) {
      reject(
        new UserError('library/process-died', `The process that works on pictures and models ${cause}.`, {
          next: 'Try again: it is started anew.',
          ...(said === '' ? {} : { cause: new Error(said) }),
        }),
      )
    }
    this.pending.clear()
  }
}

export class LibraryProcess {
  private readonly options: LibraryOptions
  private life: Life | undefined
  private lastId = 0
  private isClosed = false

  constructor(options: LibraryOptions = {}) {
    this.options = options
  }

  /** Process id while one lives. */
  get pid(): number | undefined {
    return this.life?.isOver === false ? this.life.pid : undefined
  }

  /**
   * Carries a task out in the process.
   * @throws UserError as the task does, or `library/process-died` with what it printed as `cause`; the signal's reason
   */
  call<Name extends TaskName>(
    task: Name,
    input: TaskInput<Name>,
    { onProgress, signal }: CallOptions<TaskProgress<Name>> = {},
  ): Promise<TaskResult<Name>> {
    if (this.isClosed) return Promise.reject(new Error('the host was closed'))
    if (signal?.aborted) return Promise.reject(signal.reason as Error)
    if (this.life === undefined || this.life.isOver) this.life = new Life(this.options.execPath ?? process.execPath)
    const life = this.life
    const id = ++this.lastId
    return new Promise<TaskResult<Name>>((resolve, reject) => {
      const abort = () => {
        life.cancel(id, this.options.cancelGraceMs ?? CANCEL_GRACE)
        reject(signal?.reason as Error)
      }
      const done = () => signal?.removeEventListener('abort', abort)
      signal?.addEventListener('abort', abort, { once: true })
      life.call(id, task, input, {
        progress: (progress) => onProgress?.(progress as TaskProgress<Name>),
        resolve: (result) => {
          done()
          resolve(result as TaskResult<Name>)
        },
        reject: (error) => {
          done()
          reject(error as Error)
        },
      })
    })
  }

  /** Ends the process; what it was still doing is rejected. */
  async close(): Promise<void> {
    this.isClosed = true
    await this.life?.end()
  }
}
