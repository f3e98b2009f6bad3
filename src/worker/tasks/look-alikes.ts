import type { DatasetInfo } from '../../shared/dataset.ts'
import type { LookAlikeSet } from '../../shared/guard.ts'
import type { Progress } from '../../core/dataset/index.ts'
import { findLookAlikes } from '../../core/guard/look-alikes/index.ts'
import { seldom } from './seldom.ts'
import type { Task } from './task.ts'

export interface LookAlikesInput {
  readonly dataset: DatasetInfo
  readonly cacheDir?: string
}

/** Near-duplicates of a data set. */
export const lookAlikes: Task<LookAlikesInput, LookAlikeSet[], Progress> = (
  { dataset, ...options },
  { progress, signal },
) => {
  return findLookAlikes(dataset, { ...options, signal, onProgress: seldom(progress) })
}
