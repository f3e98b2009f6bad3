/** Entry of the trainer process: takes one training, reports, and ends with its parent. */
import { TrainingControl, trainRun } from '../core/training/index.ts'
import { failureOf } from '../shared/failure.ts'
import type { TrainerEvent, TrainerRequest, TrainerStart } from './messages.ts'

/** Milliseconds an orphaned process may take to write its last checkpoint. */
const ORPHAN_GRACE = 10_000

const control = new TrainingControl()

function send(event: TrainerEvent): Promise<void> {
  // Resolves when the message is out: a process that ends with messages in its queue loses them.
  return new Promise((resolve) => {
    if (process.connected && process.send) process.send(event, undefined, undefined, () => resolve())
    else resolve()
  })
}

async function work({ kind: _, ...start }: TrainerStart): Promise<void> {
  let sent = Promise.resolve()
  const report = (event: TrainerEvent) => {
    sent = send(event)
  }
  try {
    await trainRun({ ...start, control, onEvent: report })
  } catch (error) {
    report({ kind: 'failed', ...failureOf(error) })
  }
  await sent
  process.exit(0)
}

process.on('message', (request: TrainerRequest) => {
  switch (request.kind) {
    case 'start':
      void work(request)
      break
    case 'pause':
      control.pause()
      break
    case 'resume':
      control.resume()
      break
    case 'watch-pairs':
      control.isWatched = request.on
      break
    case 'stop':
      control.stop()
      break
    case 'cancel':
      control.cancel()
      break
  }
})

// Ctrl+C in a terminal reaches the whole group: the parent decides what it means.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => control.stop())
process.on('disconnect', () => {
  control.stop()
  setTimeout(() => process.exit(1), ORPHAN_GRACE).unref()
})

await send({ kind: 'ready', pid: process.pid })
