/** Where runs lie when the person names no folder, and which is the newest. */
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { DatasetInfo } from '../../shared/dataset.ts'
import { UserError } from '../../shared/errors.ts'
import { readRecord, runPaths } from '../../core/runs/index.ts'

const RUNS = 'runs'
const LONGEST_NAME = 40

/** A folder's or zip's name, as part of a file name. */
export function shortName(root: string): string {
  const name = path.basename(root).replace(/\.zip$/i, '')
  const safe = name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|[-.]+$/g, '')
  return [...safe].slice(0, LONGEST_NAME).join('') || 'pictures'
}

/** Date of this place on earth, `2026-08-24`. */
export function dateOf(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

/** The first free one of `NAME`, `NAME-2`, `NAME-3`… in `./runs`. */
export function freeFolder(name: string): string {
  for (let attempt = 1; ; attempt++) {
    const folder = path.join(RUNS, attempt === 1 ? name : `${name}-${attempt}`)
    if (!existsSync(folder)) return folder
  }
}

/** `runs/<date>-<dataset>-<recipe>`, numbered from the second on. */
export function newRunFolder(dataset: DatasetInfo, recipe: string, now = new Date()): string {
  return freeFolder(`${dateOf(now)}-${shortName(dataset.root)}-${shortName(recipe)}`)
}

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
