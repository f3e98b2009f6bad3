import { readFile, rm, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { UserError } from '../../shared/errors.ts'
import { errnoOf, writeError } from './atomic.ts'
import type { RunPaths } from './layout.ts'

const lockSchema = z.object({ pid: z.number().int().positive() })

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errnoOf(error) === 'EPERM'
  }
}

/** The process that trains in this folder, if one is alive. A file left by a killed process counts for nothing. */
export async function runOwner(paths: RunPaths): Promise<number | undefined> {
  const text = await readFile(paths.lock, 'utf8').catch(() => '')
  try {
    const { pid } = lockSchema.parse(JSON.parse(text))
    return isAlive(pid) ? pid : undefined
  } catch {
    return undefined
  }
}

/**
 * Keeps a second process from training in the same folder. Returns the release.
 * @throws UserError `run/in-use`.
 */
export async function lockRun(paths: RunPaths): Promise<() => Promise<void>> {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await writeFile(paths.lock, JSON.stringify({ pid: process.pid }), { flag: 'wx' })
      return () => rm(paths.lock, { force: true })
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw writeError(paths.lock, error)
      const owner = await runOwner(paths)
      if (owner !== undefined && owner !== process.pid) {
        throw new UserError('run/in-use', `Process ${owner} is training in ${paths.dir}.`, {
          subject: paths.dir,
          next: 'Wait until it ends, or stop it.',
        })
      }
      await rm(paths.lock, { force: true })
    }
  }
  throw new UserError('run/in-use', `Another process is training in ${paths.dir}.`, { subject: paths.dir })
}
