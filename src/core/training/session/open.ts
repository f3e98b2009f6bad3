/** What every training needs before its first step: the run, checked against its pictures, and the pictures decoded. */
import type { ClassSplit, DatasetInfo } from '../../../shared/dataset.ts'
import { UserError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { TrainingEvent, TrainingPhase } from '../../../shared/training.ts'
import type { PackedPictures } from '../../dataset/index.ts'
import { DEFAULT_MEMORY_BUDGET_BYTES, openPictures } from '../../dataset/index.ts'
import { changedVersions, checkDataset, openRun, splitOf } from '../../runs/index.ts'
import type { Run } from '../../runs/index.ts'
import type { Checkpoint } from '../checkpoint/index.ts'
import { checkFits, loadCheckpoint } from '../checkpoint/index.ts'
import type { TrainingControl } from '../loop/control.ts'

export interface TrainRunOptions {
  /** Folder of a run whose `recipe.json` is written. */
  readonly runDir: string
  readonly dataset: DatasetInfo
  /** Goes on from the last checkpoint where there is one. A run that has one is otherwise refused. */
  readonly resume: boolean
  /** Threads that prepare batches; 0 prepares them between the steps. @default one, two where there are many cores */
  readonly threads?: number
  /** Where decoded pictures and features are kept. @default the user's cache folder */
  readonly cacheDir?: string
  readonly control: TrainingControl
  readonly onEvent: (event: TrainingEvent) => void
}

export interface Session {
  readonly run: Run
  readonly dataset: DatasetInfo
  readonly split: ClassSplit
  readonly checkpoint: Checkpoint | undefined
  readonly options: TrainRunOptions
}

/** @throws UserError when the run, its checkpoint or its pictures do not belong together. */
export async function openSession(options: TrainRunOptions): Promise<Session> {
  const run = await openRun(options.runDir)
  const { record, paths } = run
  checkDataset(record, options.dataset)
  const split = splitOf(record, options.dataset, paths.record)
  let checkpoint: Checkpoint | undefined
  try {
    checkpoint = await loadCheckpoint(paths.last)
  } catch (error) {
    if (!(error instanceof UserError && error.code === 'checkpoint/none')) throw error
  }
  if (checkpoint) {
    if (!options.resume) {
      throw new UserError('run/exists', `The run in ${paths.dir} has begun already.`, {
        subject: paths.dir,
        next: 'Continue it with `oneshot train --resume`, or choose another folder with --out.',
      })
    }
    checkFits(checkpoint, record, paths.last)
    const changed = changedVersions(record.versions)
    if (changed.length > 0) {
      options.onEvent({
        kind: 'warning',
        code: 'versions',
        step: checkpoint.loop.step,
        values: { versions: changed.join(', ') },
        message: `This run began with other versions (${changed.join(', ')}).`,
        advice: 'It goes on, but not to the very same numbers as without the interruption.',
      })
    }
  }
  return { run, dataset: options.dataset, split, checkpoint, options }
}

/** Reports counted work, at most some times a second and always its end. */
export function phaseReporter(onEvent: TrainRunOptions['onEvent'], phase: TrainingPhase) {
  let last = -Infinity
  return (done: number, total: number): void => {
    if (done < total && performance.now() - last < 200) return
    last = performance.now()
    onEvent({ kind: 'phase', phase, done, total })
  }
}

/** What this thread may hold of pictures that do not fit into the whole budget; batch threads share the other half. */
export const HALF_BUDGET_BYTES = DEFAULT_MEMORY_BUDGET_BYTES / 2

/** All pictures of the data set at the size the recipe wants. */
export async function openRunPictures({ run, dataset, options }: Session): Promise<PackedPictures> {
  const { width, height, channels, fit } = run.record.recipe.input
  const report = phaseReporter(options.onEvent, 'opening')
  options.onEvent({ kind: 'phase', phase: 'opening', done: null, total: null })
  const fits = dataset.pictures.length * width * height * channels <= DEFAULT_MEMORY_BUDGET_BYTES
  return openPictures(
    dataset,
    { width, height, channels, fit },
    {
      memoryBudgetBytes: fits ? DEFAULT_MEMORY_BUDGET_BYTES : HALF_BUDGET_BYTES,
      onProgress: ({ done, total }) => report(done, total),
      ...(options.cacheDir === undefined ? {} : { cacheDir: options.cacheDir }),
    },
  )
}

/** Picture indices of each training class, no more of each than the recipe takes. */
export function trainingClasses({ run, dataset, split }: Session): number[][] {
  return trainingClassesOf(dataset, run.record.recipe, split)
}

/** The same where there is no session. */
export function trainingClassesOf(dataset: DatasetInfo, { picturesPerClass }: Recipe, split: ClassSplit): number[][] {
  const most = picturesPerClass ?? Infinity
  return split.train.map((index) => (dataset.classes[index]?.pictures ?? []).slice(0, most))
}
