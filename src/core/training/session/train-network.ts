import { availableParallelism } from 'node:os'
import { Rng } from '../../../shared/random.ts'
import type { DoneEvent } from '../../../shared/training.ts'
import { compile, zeroState } from '../../engine/index.ts'
import type { PackedPictures } from '../../dataset/index.ts'
import { createNetwork } from '../../model/network.ts'
import { trainingProgram } from '../../model/training-program.ts'
import { logLine, truncateMetrics } from '../../runs/index.ts'
import { NetworkEmbedder } from '../../trained/network-embedder.ts'
import { freshLoopState } from '../loop/loop-options.ts'
import type { Validator } from '../loop/loop-options.ts'
import { TrainingLoop } from '../loop/loop.ts'
import { openBatches } from '../pipeline/index.ts'
import { PairsWatch } from '../watch/index.ts'
import { isFullMemory, withSizeThatFits } from './fitting-batch.ts'
import type { Session } from './open.ts'
import { HALF_BUDGET_BYTES, openRunPictures, trainingClasses } from './open.ts'
import { networkValidator, validationProtocol } from './validation.ts'

/** Threads that prepare batches: the device wants the other cores. */
function defaultThreads(): number {
  return availableParallelism() >= 8 ? 2 : 1
}

/** Frees what was opened, in reverse order, also where opening the next thing failed. */
class Opened {
  private readonly closers: (() => void | Promise<void>)[] = []

  add<T>(thing: T, close: (thing: T) => void | Promise<void>): T {
    this.closers.unshift(() => close(thing))
    return thing
  }

  /** A second call finds nothing more to close. */
  async close(): Promise<void> {
    for (const close of this.closers.splice(0)) await close()
  }
}

/** Compiled when it is first needed, and only once: validation and the watched pairs take turns with it. */
function lazyEncoder({ run }: Session, opened: Opened): () => Promise<NetworkEmbedder> {
  let made: Promise<NetworkEmbedder> | undefined
  return async () => {
    made ??= NetworkEmbedder.create(run.record.recipe, run.record.device).then((embedder) =>
      opened.add(embedder, (each) => each.dispose()),
    )
    return made
  }
}

async function openValidator(
  session: Session,
  pictures: PackedPictures,
  encoder: () => Promise<NetworkEmbedder>,
): Promise<Validator | undefined> {
  const protocol = await validationProtocol(session)
  if (!protocol) return undefined
  return networkValidator(protocol, await encoder(), pictures, session.dataset.pictures.length)
}

/** Trains a network by gradient, from the start or from the session's checkpoint. */
export async function trainNetwork(session: Session): Promise<DoneEvent> {
  const { run, dataset, checkpoint, options } = session
  const { recipe, device } = run.record
  const initial = checkpoint?.loop ?? freshLoopState()
  await truncateMetrics(run.paths.metrics, initial.step)
  const opened = new Opened()
  try {
    const pictures = opened.add(await openRunPictures(session), (each) => each.close())
    // Decoding happens once for a data set, compiling for each run: the second is training time, the first is not.
    const begin = performance.now()
    const shared = pictures.shareable()
    const threads = options.threads ?? defaultThreads()
    const classes = trainingClasses(session)
    const job = {
      recipe,
      memoryBudgetBytes: HALF_BUDGET_BYTES / Math.max(1, threads),
      classes,
      pictures: pictures.describe(),
      ...(shared === undefined ? {} : { shared }),
    }
    const onTrouble = (message: string) => void logLine(run.paths, message)
    const batches = opened.add(openBatches(job, { threads, firstStep: initial.step, onTrouble }), (each) =>
      each.close(),
    )
    options.onEvent({ kind: 'phase', phase: 'compiling', done: null, total: null })
    const network = createNetwork(recipe)
    const program = trainingProgram(recipe, network)
    const executable = opened.add(await compile(program, device), (each) => each.dispose())
    const fresh = () => ({ ...zeroState(program.state), ...network.init(new Rng(recipe.seed, 'init')) })
    await executable.writeState(checkpoint?.state ?? fresh())
    const encoder = lazyEncoder(session, opened)
    const validator = await openValidator(session, pictures, encoder)
    const { control, onEvent } = options
    const loop = new TrainingLoop({
      recipe,
      dataset: dataset.hash,
      paths: run.paths,
      executable,
      codes: network.codes,
      batches,
      validator,
      initial,
      watch: new PairsWatch({ recipe, dataset, classes, control, encoder, onEvent }),
      control,
      onEvent,
      warmUpSeconds: (performance.now() - begin) / 1000,
    })
    return await loop.run()
  } catch (error) {
    if (!isFullMemory(error)) throw error
    // What is held already would be in the way of the smaller ones.
    await opened.close()
    throw await withSizeThatFits(error, recipe, device)
  } finally {
    await opened.close()
  }
}
