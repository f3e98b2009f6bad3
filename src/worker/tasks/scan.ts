import type { DatasetInfo } from '../../shared/dataset.ts'
import { scanDataset } from '../../core/dataset/index.ts'
import type { Progress } from '../../core/dataset/index.ts'
import { seldom } from './seldom.ts'
import type { Task } from './task.ts'

export interface ScanInput {
  readonly path: string
  readonly drawer?: string
  readonly cacheDir?: string
}

export const scan: Task<ScanInput, DatasetInfo, Progress> = ({ path, ...options }, { progress, signal }) => {
  return scanDataset(path, { ...options, signal, onProgress: seldom(progress) })
}
