/** A run is a folder a person can read and copy. This opens and makes one; `layout.ts` says what stands where. */
import { existsSync } from 'node:fs'
import { access, mkdir, readdir } from 'node:fs/promises'
import { UserError } from '../../shared/errors.ts'
import { errnoOf, writeError, writeJson } from './atomic.ts'
import { readJson } from './json-file.ts'
import type { RunPaths } from './layout.ts'
import { readMoved } from './moved.ts'
import { logLine } from './log.ts'
import { runPaths } from './layout.ts'
import type { RunRecord } from './record.ts'
import { recordSchema } from './record.ts'

/** An opened run. */
export interface Run {
  readonly paths: RunPaths
  readonly record: RunRecord
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}

/** Whether the folder holds a run, valid or not. */
export async function isRun(dir: string): Promise<boolean> {
  return exists(runPaths(dir).record)
}

/**
 * Says before any work whether a new run may be made in `dir`: it must be absent or empty, so that nothing of the person's is
 * mixed up.
 * @throws UserError `run/exists`, `run/not-empty` or `files/…`
 */
export async function checkNewRun(dir: string): Promise<void> {
  const paths = runPaths(dir)
  if (await isRun(paths.dir)) {
    throw new UserError('run/exists', `There is already a run in ${paths.dir}.`, {
      subject: paths.dir,
      next: 'Continue it with `oneshot train --resume`, or choose another folder with --out.',
    })
  }
  const inside = await readdir(paths.dir).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return []
    if (errnoOf(error) === 'ENOTDIR') {
      throw new UserError('run/not-a-folder', `${paths.dir} is no folder, or part of the path is a file.`, {
        subject: paths.dir,
        next: 'Choose an empty or a new folder with --out.',
      })
    }
    throw writeError(paths.dir, error)
  })
  if (inside.length > 0) {
    throw new UserError('run/not-empty', `${paths.dir} holds other files.`, {
      subject: paths.dir,
      next: 'Choose an empty or a new folder with --out.',
    })
  }
}

/**
 * Makes the folder of a new run.
 * @throws UserError as `checkNewRun`, and `files/…` when it cannot be written
 */
export async function createRun(dir: string, record: RunRecord): Promise<Run> {
  await checkNewRun(dir)
  const paths = runPaths(dir)
  try {
    await mkdir(paths.dir, { recursive: true })
  } catch (error) {
    throw writeError(paths.dir, error)
  }
  try {
    await mkdir(paths.checkpoints)
    await mkdir(paths.evaluations)
  } catch (error) {
    throw writeError(paths.dir, error)
  }
  await writeJson(paths.record, record)
  return { paths, record }
}

/**
 * Lets a run go on on another device: its record names where it computes now, its log where it did before.
 * @throws UserError `files/…` when it cannot be written
 */
export async function moveRun({ paths, record }: Run, device: RunRecord['device']): Promise<Run> {
  if (record.device === device) return { paths, record }
  const moved = { ...record, device }
  // What the file says of its pictures stays, wherever they are now.
  await writeJson(paths.record, { ...(await readJson(paths.record, recordSchema)), device })
  await logLine(paths, `goes on on ${device}; so far it was trained on ${record.device}`)
  return { paths, record: moved }
}

/**
 * The record names the pictures where they are now, if they were moved.
 * @throws UserError `run/none` where there is no run, `files/not-valid` with file and field where it was damaged.
 */
export async function openRun(dir: string): Promise<Run> {
  const paths = runPaths(dir)
  if (!(await isRun(paths.dir))) {
    throw new UserError('run/none', `There is no run in ${paths.dir}: recipe.json is missing.`, {
      subject: paths.dir,
      next: 'Name the folder that `oneshot train` wrote.',
    })
  }
  const record = await readJson(paths.record, recordSchema)
  const moved = await readMoved(paths)
  // They may have been put back since.
  const isThere = moved && (existsSync(moved.root) || !existsSync(record.dataset.root))
  return { paths, record: isThere ? { ...record, dataset: { ...record.dataset, ...moved } } : record }
}

/** Reads a run's `recipe.json` wherever it lies, to replay it. @throws UserError `files/…` with file and field. */
export async function readRecord(file: string): Promise<RunRecord> {
  return readJson(file, recordSchema)
}
