/** Starting and continuing trainings: what a command or a window calls. */
import { UserError } from '../shared/errors.ts'
import type { ClassSplit, DatasetInfo } from '../shared/dataset.ts'
import type { DoneEvent } from '../shared/training.ts'
import type { Recipe } from '../shared/recipe.ts'
import type { Said } from '../shared/said.ts'
import type { DeviceName } from '../core/engine/index.ts'
import { checkDataset, createRun, makeRecord, moveRun, openRun, runPaths, writeRunEnd } from '../core/runs/index.ts'
import type { RunPaths, RunRecord } from '../core/runs/index.ts'
import { Supervisor } from './supervisor.ts'
import type { Elsewhere, SupervisorEvent, SupervisorOptions } from './supervisor.ts'

export interface TrainingOptions extends Omit<SupervisorOptions, 'start' | 'onEvent' | 'elsewhere'> {
  readonly onEvent?: (event: SupervisorEvent) => void
  /** Threads that prepare batches; 0 prepares them between the steps. @default chosen from the processor */
  readonly threads?: number
  /** Where decoded pictures and features are kept. @default the user's cache folder */
  readonly cacheDir?: string
}

export interface StartOptions extends TrainingOptions {
  /** Folder of the new run: absent or empty. */
  readonly runDir: string
  readonly dataset: DatasetInfo
  readonly split: ClassSplit
  readonly recipe: Recipe
  /** A real one: `auto` is resolved before. */
  readonly device: DeviceName
  /** Why this recipe, where the program chose it. */
  readonly why?: string
  /** Of a training with several seeds. */
  readonly group?: RunRecord['group']
  /** The same with its code. */
  readonly reason?: Said
}

export interface ResumeOptions extends TrainingOptions {
  readonly runDir: string
  /** The run's data set, scanned again (`scanRunDataset`). */
  readonly dataset: DatasetInfo
  /** Where it goes on. @default where it was */
  readonly device?: DeviceName
}

/** A training in a process of its own. */
export interface TrainingHandle {
  readonly paths: RunPaths
  /** Process id while one lives; it changes when the process is restarted. */
  readonly pid: number | undefined
  /** The end. @throws UserError for what the person can act on, any other Error for a bug in the process */
  readonly finished: Promise<DoneEvent>
  pause(): void
  resume(): void
  /** Whether `pairs` events come, at most every two seconds. */
  watchPairs(on: boolean): void
  /** Ends with a checkpoint after the present step; resolves when the process is gone. */
  stop(): Promise<void>
  /** Ends without one. */
  cancel(): Promise<void>
}

/** What every computer has. A run that failed there has nowhere else to go. */
async function toProcessor(runDir: string): Promise<Elsewhere | undefined> {
  const run = await openRun(runDir)
  const from = run.record.device
  if (from === 'cpu' || from === 'reference') return undefined
  await moveRun(run, 'cpu')
  return { from, to: 'cpu' }
}

function supervise(runDir: string, dataset: DatasetInfo, resume: boolean, options: TrainingOptions): TrainingHandle {
  const { threads, cacheDir, ...rest } = options
  const start = {
    runDir,
    dataset,
    resume,
    ...(threads === undefined ? {} : { threads }),
    ...(cacheDir === undefined ? {} : { cacheDir }),
  }
  const supervisor = new Supervisor({ ...rest, start, elsewhere: () => toProcessor(runDir) })
  const finished = supervisor.finished.catch(async (error: unknown) => {
    // The trainer keeps how it ended itself, unless it has no time to.
    if (error instanceof UserError && error.code === 'training/process-died') {
      if (supervisor.wasAsked) await writeRunEnd(runPaths(runDir), 'cancelled')
      else await writeRunEnd(runPaths(runDir), 'failed', error.message, error.next)
    }
    throw error
  })
  // The caller may look at it later than it fails.
  finished.catch(() => undefined)
  return {
    paths: runPaths(runDir),
    get pid() {
      return supervisor.pid
    },
    finished,
    pause: () => supervisor.pause(),
    resume: () => supervisor.resume(),
    watchPairs: (on) => supervisor.watchPairs(on),
    stop: () => supervisor.stop(),
    cancel: () => supervisor.cancel(),
  }
}

/**
 * Makes the run's folder and trains it.
 * @throws UserError `run/exists`, `run/not-empty` or `files/…`; what goes wrong later rejects `finished`
 */
export async function startTraining(options: StartOptions): Promise<TrainingHandle> {
  const { runDir, dataset, split, recipe, device, why, reason, group, ...rest } = options
  const record = makeRecord({
    recipe,
    dataset,
    split,
    device,
    ...(why === undefined ? {} : { why }),
    ...(group === undefined ? {} : { group }),
    ...(reason === undefined ? {} : { reason }),
  })
  const run = await createRun(runDir, record)
  return supervise(run.paths.dir, dataset, false, rest)
}

/**
 * Goes on with a run from its last checkpoint; one that had ended only says so again.
 * @throws UserError `run/none`, `files/not-valid` or `run/other-data`; what goes wrong later rejects `finished`
 */
export async function resumeTraining(options: ResumeOptions): Promise<TrainingHandle> {
  const { runDir, dataset, device, ...rest } = options
  const run = await openRun(runDir)
  checkDataset(run.record, dataset)
  if (device !== undefined) await moveRun(run, device)
  return supervise(run.paths.dir, dataset, true, rest)
}
