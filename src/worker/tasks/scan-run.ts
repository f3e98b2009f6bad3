import type { DatasetInfo } from '../../shared/dataset.ts'
import type { Progress } from '../../core/dataset/index.ts'
import type { RunRecord } from '../../core/runs/index.ts'
import { scanRunDataset } from '../../core/trained/run-dataset.ts'
import type { Task } from './task.ts'

export interface ScanRunInput {
  readonly record: RunRecord
  /** Where its pictures lie now. @default where they were */
  readonly folder?: string
  readonly cacheDir?: string
}

/** Milliseconds between two reports of progress. */
const EVERY = 80

/** The data set of a run, with the drawers it was made with. */
export const scanRun: Task<ScanRunInput, DatasetInfo, Progress> = ({ record, ...options }, { progress, signal }) => {
  let next = 0
  const onProgress = (at: Progress) => {
    if (at.done < at.total && performance.now() < next) return
    next = performance.now() + EVERY
    progress(at)
  }
  return scanRunDataset(record, { ...options, signal, onProgress })
}
