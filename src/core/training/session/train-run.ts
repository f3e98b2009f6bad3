import { messageOf, UserError } from '../../../shared/errors.ts'
import type { DoneEvent, TrainingEvent } from '../../../shared/training.ts'
import { clearRunEnd, lockRun, logLine, writeRunEnd } from '../../runs/index.ts'
import type { RunPaths } from '../../runs/index.ts'
import { openSession } from './open.ts'
import type { TrainRunOptions } from './open.ts'
import { trainBackbone } from './train-backbone.ts'
import { trainNetwork } from './train-network.ts'

/** Keeps what a person may want to look up later in `log.txt`. */
function logged(paths: RunPaths, onEvent: TrainRunOptions['onEvent']): TrainRunOptions['onEvent'] {
  return (event: TrainingEvent) => {
    if (event.kind === 'warning') void logLine(paths, `step ${event.step}: ${event.message} ${event.advice}`)
    else if (event.kind === 'phase' && event.done === null) void logLine(paths, event.phase)
    else if (event.kind === 'done') void logLine(paths, `ended at step ${event.step}: ${event.reason}`)
    onEvent(event)
  }
}

const DIVERGED = 'The loss was no longer a number: training diverged and was ended. The last good state is kept.'

/**
 * Trains the run in a folder to its end, from the start or from its last checkpoint, and reports it with a `done` event.
 * A run that had ended by itself only reports that again.
 * @throws UserError for what the person can act on; the last checkpoint is then whole
 */
export async function trainRun(options: TrainRunOptions): Promise<DoneEvent> {
  const session = await openSession(options)
  const { paths, record } = session.run
  const onEvent = logged(paths, options.onEvent)
  const release = await lockRun(paths)
  try {
    await clearRunEnd(paths)
    const done = await run({ ...session, options: { ...options, onEvent } })
    await writeRunEnd(paths, done.reason, done.reason === 'diverged' ? DIVERGED : undefined)
    onEvent(done)
    return done
  } catch (error) {
    await logLine(paths, `failed: ${messageOf(error)}`)
    const next = error instanceof UserError ? error.next : undefined
    await writeRunEnd(paths, 'failed', messageOf(error), next)
    throw error
  } finally {
    await release()
  }

  async function run(opened: typeof session): Promise<DoneEvent> {
    const loop = session.checkpoint?.loop
    if (loop?.ended) {
      const best = loop.best === null ? null : { step: loop.best.step, accuracy: loop.best.accuracy }
      return { kind: 'done', reason: loop.ended, step: loop.step, seconds: loop.seconds, best }
    }
    return record.recipe.encoder.kind === 'backbone' ? trainBackbone(opened) : trainNetwork(opened)
  }
}
