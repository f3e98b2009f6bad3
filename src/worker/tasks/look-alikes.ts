import type { DatasetInfo } from '../../shared/dataset.ts'
import type { LookAlikeSet } from '../../shared/guard.ts'
import type { Progress } from '../../core/dataset/index.ts'
import { findLookAlikes } from '../../core/guard/look-alikes/index.ts'
import type { Task } from './task.ts'

export interface LookAlikesInput {
  readonly dataset: DatasetInfo
  readonly cacheDir?: string
}

/** Milliseconds between two reports of progress. */
const EVERY = 80

/** Near-duplicates of a data set. */
export const lookAlikes: Task<LookAlikesInput, LookAlikeSet[], Progress> = (
  { dataset, ...options },
  { progress, signal },
) => {
  let next = 0
  const onProgress = (at: Progress) => {
    if (at.done < at.total && performance.now() < next) return
    next = performance.now() + EVERY
    progress(at)
  }
  return findLookAlikes(dataset, { ...options, signal, onProgress })
}
