/** Runs in a worker thread: prepares the batches it is asked for, one after another. */
import { parentPort, workerData } from 'node:worker_threads'
import { messageOf } from '../../../shared/errors.ts'
import { openMaker } from './maker.ts'
import type { MakeReply, MakeRequest, ThreadData } from './thread-messages.ts'

const { job } = workerData as ThreadData
const maker = openMaker(job)

parentPort?.on('message', ({ step, memory }: MakeRequest) => {
  try {
    const { count, images, labels } = maker.make(step, memory)
    parentPort?.postMessage({ step, count, images, labels } satisfies MakeReply, [images.buffer as ArrayBuffer])
  } catch (error) {
    parentPort?.postMessage({ step, error: messageOf(error) } satisfies MakeReply)
  }
})
