import type { DatasetInfo } from '../../shared/dataset.ts'
import type { Progress } from '../../core/dataset/index.ts'
import type { RunRecord } from '../../core/runs/index.ts'
import { scanRunDataset } from '../../core/trained/run-dataset.ts'
import { seldom } from './seldom.ts'
import type { Task } from './task.ts'

export interface ScanRunInput {
  readonly record: RunRecord
  /** Where its pictures lie now. @default where they were */
  readonly folder?: string
  readonly cacheDir?: string
}

/** The data set of a run, with the drawers it was made with. */
export const scanRun: Task<ScanRunInput, DatasetInfo, Progress> = ({ record, ...options }, { progress, signal }) => {
  return scanRunDataset(record, { ...options, signal, onProgress: seldom(progress) })
}
