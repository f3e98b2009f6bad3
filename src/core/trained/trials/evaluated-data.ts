/** Pictures of an evaluation that are not the run's own, and where they lie. */
import { shownHash } from '../../../shared/data-hash.ts'
import { UserError } from '../../../shared/errors.ts'
import { loadLakeRuns } from '../../evaluation/index.ts'
import { scanDataset } from '../../dataset/index.ts'
import { moveEvaluated, openRun, readEvaluation } from '../../runs/index.ts'
import type { StoredEvaluation } from '../../runs/index.ts'
import { lakeSource } from '../subject.ts'

/** @throws UserError `evaluate/other-data` where they are not those of the evaluation */
export function checkEvaluated({ id, data }: StoredEvaluation, found: { root: string; hash: string }): void {
  if (found.hash === data.hash) return
  const [then, now] = [data.hash, found.hash].map(shownHash) as [string, string]
  throw new UserError(
    'evaluate/other-data',
    `The pictures in ${found.root} are not the ones of this evaluation: hash ${then} then, ${now} now.`,
    { subject: found.root, values: { then, now, evaluation: id }, next: 'Put the pictures back as they were.' },
  )
}

export interface LocateOptions {
  /** Where they lie now. */
  readonly folder: string
  readonly cacheDir?: string
  readonly signal?: AbortSignal
}

/**
 * Remembers where the pictures of an evaluation lie now.
 * @throws UserError `evaluate/other-data` where they are others, and what a scan says
 */
export async function locateEvaluated(runDir: string, id: string, { folder, ...scan }: LocateOptions): Promise<void> {
  const { paths } = await openRun(runDir)
  const evaluation = await readEvaluation(paths, id)
  const isLake = evaluation.protocol.name === 'lake'
  const found = isLake ? lakeSource(folder, await loadLakeRuns(folder)) : await scanDataset(folder, scan)
  checkEvaluated(evaluation, found)
  await moveEvaluated(paths, found.hash, found.root)
}
