/** A trained run made ready for use. */
import { UserError } from '../../shared/errors.ts'
import { Rng } from '../../shared/random.ts'
import type { DeviceName } from '../engine/index.ts'
import { createNetwork } from '../model/network.ts'
import { openRun } from '../runs/index.ts'
import type { Run } from '../runs/index.ts'
import { checkFits, loadCheckpoint } from '../training/checkpoint/index.ts'
import type { LoadedCheckpoint } from '../training/checkpoint/index.ts'
import { BackboneEmbedder } from './backbone-embedder.ts'
import type { Embedder } from './embedder.ts'
import { NetworkEmbedder } from './network-embedder.ts'

export interface OpenTrainedOptions {
  /** Which checkpoint. @default 'best', or 'last' where there is no best yet */
  readonly which?: 'best' | 'last'
  /** @default the device the run was trained on */
  readonly device?: DeviceName
  /** Where features are kept. @default the user's cache folder */
  readonly cacheDir?: string
  /** Whether a frozen network's features are read and kept. Without, no file of the cache is touched. @default true */
  readonly keepFeatures?: boolean
}

export interface Trained {
  readonly run: Run
  readonly checkpoint: LoadedCheckpoint
  readonly device: DeviceName
  readonly embedder: Embedder
  /** The same network before it was trained: a baseline. The caller disposes it. */
  untrained(): Promise<Embedder>
  dispose(): Promise<void>
}

/** The state of the best, or of the last step where there is no best yet. @throws UserError `checkpoint/…` */
export async function readCheckpoint(run: Run, which?: 'best' | 'last'): Promise<LoadedCheckpoint> {
  const { paths, record } = run
  const open = async (file: string) => {
    const checkpoint = await loadCheckpoint(file)
    checkFits(checkpoint, record, file)
    return checkpoint
  }
  if (which !== undefined) return open(paths[which])
  try {
    return await open(paths.best)
  } catch (error) {
    if (error instanceof UserError && error.code === 'checkpoint/none') return open(paths.last)
    throw error
  }
}

/**
 * Opens what a run has learnt.
 * @throws UserError `run/…`, `checkpoint/…` or `engine/…`
 */
export async function openTrained(runDir: string, options: OpenTrainedOptions = {}): Promise<Trained> {
  const run = await openRun(runDir)
  const checkpoint = await readCheckpoint(run, options.which)
  const { recipe } = run.record
  const device = options.device ?? run.record.device
  const open = async (trained: boolean): Promise<Embedder> => {
    if (recipe.encoder.kind === 'backbone') {
      const embedder = await BackboneEmbedder.create(recipe, device, options.cacheDir, options.keepFeatures)
      if (trained) embedder.setState(checkpoint.state)
      return embedder
    }
    const state = trained ? checkpoint.state : createNetwork(recipe).init(new Rng(recipe.seed, 'init'))
    return NetworkEmbedder.frozen(recipe, device, state)
  }
  const embedder = await open(true)
  return { run, checkpoint, device, embedder, untrained: () => open(false), dispose: () => embedder.dispose() }
}
