/** Where runs lie when the person names no folder, and which is the newest. */
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { UserError } from '../../shared/errors.ts'
import { readRecord, runPaths } from '../../core/runs/index.ts'

/** Folder of runs when the person names none. */
export const RUNS = 'runs'

/**
 * The run in `./runs` that was begun last.
 * @param data only runs on this folder or zip
 * @throws UserError `run/none`
 */
export async function newestRun(data?: string): Promise<string> {
  const entries = await readdir(RUNS, { withFileTypes: true }).catch(() => [])
  let newest: { folder: string; created: string } | undefined
  for (const entry of entries) {
    if (!entry.isDirectory()) continue
    const folder = path.join(RUNS, entry.name)
    // Folders of something else, and runs whose recipe was damaged, are not what is looked for.
    const record = await readRecord(runPaths(folder).record).catch(() => undefined)
    if (!record || (data !== undefined && record.dataset.root !== path.resolve(data))) continue
    if (newest === undefined || record.created > newest.created) newest = { folder, created: record.created }
  }
  if (newest) return newest.folder
  const about = data === undefined ? '' : ` on ${data}`
  throw new UserError('run/none', `There is no run${about} in ${path.resolve(RUNS)} to go on with.`, {
    subject: RUNS,
    next: 'Name its folder with --out.',
  })
}
