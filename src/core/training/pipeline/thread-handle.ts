/** This side of a batch thread. */
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { builtEntry, RUNS_FROM_SOURCE, sourcePath } from '../../program-files.ts'
import type { Batch } from './batch.ts'
import type { BatchJob } from './maker.ts'
import type { MakeReply, MakeRequest, ThreadData } from './thread-messages.ts'

export interface BatchThread {
  /** @throws Error when the batch could not be made there, or the thread is gone */
  make(step: number, memory: Float32Array | undefined): Promise<Batch>
  close(): Promise<void>
}

interface Waiting {
  resolve(batch: Batch): void
  reject(error: Error): void
}

/** From source a thread needs an entry that translates; in a build there is the bundle of `thread.ts`. */
function startWorker(job: BatchJob): Worker {
  // Loader flags of this process are not the thread's: its entry does what is needed.
  const options = { execArgv: [] }
  if (RUNS_FROM_SOURCE) {
    const source = pathToFileURL(sourcePath('core/training/pipeline/thread.ts')).href
    const workerData: ThreadData = { job, source }
    return new Worker(sourcePath('core/training/pipeline/thread-from-source.mjs'), { ...options, workerData })
  }
  return new Worker(builtEntry('batch-thread'), { ...options, workerData: { job } satisfies ThreadData })
}

/** Starts a thread for the batches of a job. One that cannot start rejects the first `make`. */
export function startBatchThread(job: BatchJob): BatchThread {
  const waiting = new Map<number, Waiting>()
  let lost: Error | undefined
  let worker: Worker | undefined

  function fail(error: Error): void {
    lost = error
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }

  function receive(reply: MakeReply): void {
    const { resolve, reject } = waiting.get(reply.step) ?? {}
    waiting.delete(reply.step)
    if ('error' in reply) reject?.(new Error(reply.error))
    else resolve?.(reply)
  }

  try {
    worker = startWorker(job)
    worker.on('message', receive)
    worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))))
    worker.on('exit', (code) => fail(new Error(`the thread ended with code ${code}`)))
  } catch (error) {
    fail(error instanceof Error ? error : new Error(String(error)))
  }

  return {
    make(step, memory) {
      if (lost || !worker) return Promise.reject(lost ?? new Error('the thread did not start'))
      const batch = new Promise<Batch>((resolve, reject) => waiting.set(step, { resolve, reject }))
      const request: MakeRequest = { step, memory }
      worker.postMessage(request, memory ? [memory.buffer as ArrayBuffer] : [])
      return batch
    },
    async close() {
      await worker?.terminate()
    },
  }
}
