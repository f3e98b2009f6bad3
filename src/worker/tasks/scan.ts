import type { DatasetInfo } from '../../shared/dataset.ts'
import { scanDataset } from '../../core/dataset/index.ts'
import type { Progress } from '../../core/dataset/index.ts'
import type { Task } from './task.ts'

export interface ScanInput {
  readonly path: string
  readonly drawer?: string
  readonly cacheDir?: string
}

/** Milliseconds between two reports of progress. */
const EVERY = 80

export const scan: Task<ScanInput, DatasetInfo, Progress> = ({ path, ...options }, { progress, signal }) => {
  let next = 0
  const onProgress = (at: Progress) => {
    if (at.done < at.total && performance.now() < next) return
    next = performance.now() + EVERY
    progress(at)
  }
  return scanDataset(path, { ...options, signal, onProgress })
}
