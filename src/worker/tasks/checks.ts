import type { ClassSplit, DatasetInfo } from '../../shared/dataset.ts'
import type { Finding } from '../../shared/finding.ts'
import { checkRun } from '../../core/guard/check-run.ts'
import type { CheckDoing } from '../../core/guard/check-run.ts'
import { checkTraining } from '../../core/guard/check-training.ts'
import type { CheckedTraining } from '../../core/guard/check-training.ts'
import { openRun } from '../../core/runs/index.ts'
import { seldom } from './seldom.ts'
import type { Task } from './task.ts'

export interface CheckRunInput {
  readonly runDir: string
  readonly cacheDir?: string
}

export interface CheckProgress {
  readonly doing: CheckDoing
  readonly done: number
  readonly total: number
}

/** All checks of a run. */
export const run: Task<CheckRunInput, Finding[], CheckProgress> = ({ runDir, ...options }, { progress, signal }) => {
  const report = seldom(progress)
  const onProgress = (doing: CheckDoing, done: number, total: number) => report({ doing, done, total })
  return checkRun(runDir, { ...options, signal, onProgress })
}

export interface CheckTrainingInput {
  readonly runDir: string
  readonly dataset: DatasetInfo
  readonly split: ClassSplit
}

/** The checks of a training that goes on. */
export const training: Task<CheckTrainingInput, CheckedTraining> = async ({ runDir, dataset, split }, { signal }) =>
  checkTraining(await openRun(runDir), dataset, split, signal)
