/** `state.json`: how the last training in a run's folder ended. Runs of older versions do without. */
import { rm } from 'node:fs/promises'
import { z } from 'zod'
import { writeJson } from './atomic.ts'
import { readJson } from './json-file.ts'
import type { RunPaths } from './layout.ts'
import { END_REASONS } from '../../shared/training.ts'

const endSchema = z.object({
  /** ISO date and time. */
  at: z.string(),
  reason: z.enum([...END_REASONS, 'failed']),
  /** Why it failed, as a sentence. */
  message: z.string().nullable(),
  /** What to do about it. */
  next: z.string().nullable(),
})

export type RunEnd = z.infer<typeof endSchema>

/** Keeps how it ended. A disk that takes nothing more must not hide the error that is being told. */
export async function writeRunEnd(
  paths: RunPaths,
  reason: RunEnd['reason'],
  message?: string,
  next?: string,
): Promise<void> {
  const end: RunEnd = { at: new Date().toISOString(), reason, message: message ?? null, next: next ?? null }
  await writeJson(paths.end, end).catch(() => undefined)
}

/** Undefined where training goes on, was interrupted, or the file says nothing that makes sense. */
export async function readRunEnd(paths: RunPaths): Promise<RunEnd | undefined> {
  return readJson(paths.end, endSchema).catch(() => undefined)
}

/** A training begins (again). */
export async function clearRunEnd(paths: RunPaths): Promise<void> {
  await rm(paths.end, { force: true }).catch(() => undefined)
}
