/** Prepares batches ahead of the step, in worker threads where there are any. */
import { messageOf } from '../../../shared/errors.ts'
import type { Batch, BatchSource } from './batch.ts'
import { openMaker } from './maker.ts'
import type { BatchJob, BatchMaker } from './maker.ts'
import { startBatchThread } from './thread-handle.ts'
import type { BatchThread } from './thread-handle.ts'

/** Batches prepared or being prepared before they are asked for. More would only use memory. */
const AHEAD = 3

export interface BatchOptions {
  /** Worker threads; 0 prepares each batch when it is asked for. */
  readonly threads: number
  /** First step that will be asked for. */
  readonly firstStep: number
  /** Told when a thread is lost and this one has to do its work. */
  readonly onTrouble?: (message: string) => void
  /** How a thread is started; tests hand in threads that break. */
  readonly startThread?: typeof startBatchThread
}

/**
 * Opens the source of a run's batches. Which thread prepares a batch makes no difference to what is in it.
 * @throws UserError `data/…` when the classes cannot fill a batch, `cache-unreadable`
 */
export function openBatches(job: BatchJob, options: BatchOptions): BatchSource {
  const maker = openMaker(job)
  if (options.threads === 0) return new InThread(maker)
  const threads = Array.from({ length: options.threads }, () => (options.startThread ?? startBatchThread)(job))
  return new Ahead(maker, threads, options)
}

class InThread implements BatchSource {
  private readonly maker: BatchMaker
  private spare: Float32Array | undefined

  constructor(maker: BatchMaker) {
    this.maker = maker
  }

  next(step: number): Promise<Batch> {
    const memory = this.spare
    this.spare = undefined
    return Promise.resolve(this.maker.make(step, memory))
  }

  release(batch: Batch): void {
    this.spare = batch.images
  }

  close(): Promise<void> {
    this.maker.close()
    return Promise.resolve()
  }
}

class Ahead implements BatchSource {
  private readonly maker: BatchMaker
  private threads: BatchThread[]
  private readonly onTrouble: (message: string) => void
  private readonly ahead: number
  private readonly coming = new Map<number, Promise<Batch>>()
  private readonly spare: Float32Array[] = []
  private asked: number
  private isClosed = false

  constructor(maker: BatchMaker, threads: BatchThread[], { firstStep, onTrouble }: BatchOptions) {
    this.maker = maker
    this.threads = threads
    this.onTrouble = onTrouble ?? (() => undefined)
    this.ahead = Math.max(AHEAD, threads.length + 1)
    this.asked = firstStep
    this.ask(firstStep)
  }

  async next(step: number): Promise<Batch> {
    this.ask(step)
    const coming = this.coming.get(step) ?? this.maker.make(step)
    this.coming.delete(step)
    return coming
  }

  release(batch: Batch): void {
    if (this.spare.length <= this.ahead) this.spare.push(batch.images)
  }

  async close(): Promise<void> {
    this.isClosed = true
    const threads = this.threads
    this.threads = []
    await Promise.all(threads.map((thread) => thread.close()))
    await Promise.allSettled(this.coming.values())
    this.maker.close()
  }

  private ask(step: number): void {
    for (; this.asked < step + this.ahead; this.asked++) {
      const batch = this.prepare(this.asked)
      // It may fail long before it is asked for.
      batch.catch(() => undefined)
      this.coming.set(this.asked, batch)
    }
  }

  private async prepare(step: number): Promise<Batch> {
    const thread = this.threads[step % Math.max(1, this.threads.length)]
    if (thread) {
      try {
        return await thread.make(step, this.spare.pop())
      } catch (error) {
        // A lost thread costs speed, not the run: the batch is the same from here. What is wrong with the pictures
        // themselves is thrown again below.
        if (this.threads.includes(thread)) {
          this.threads = this.threads.filter((other) => other !== thread)
          this.onTrouble(`a batch thread was lost: ${messageOf(error)}`)
          void thread.close()
        }
      }
    }
    if (this.isClosed) throw new Error('the batches were closed')
    return this.maker.make(step, this.spare.pop())
  }
}
