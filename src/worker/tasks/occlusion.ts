/**
 * Occlusion maps, for the process that nobody waits for. It reads no kept codes and writes none: what it needs of them comes
 * with the call.
 */
import { statSync } from 'node:fs'
import { UserError } from '../../shared/errors.ts'
import { runPaths } from '../../core/runs/index.ts'
import { openTrained } from '../../core/trained/index.ts'
import type { Trained } from '../../core/trained/index.ts'
import { codesKey } from '../../core/trained/code-cache.ts'
import { OCCLUSION_GRIDS, occlusionMaps } from '../../core/trained/trials/index.ts'
import type { OcclusionGridName, OcclusionMaps, PreparedOcclusion } from '../../core/trained/trials/index.ts'
import { seldom } from './seldom.ts'
import type { Task } from './task.ts'

export interface OcclusionInput extends PreparedOcclusion {
  readonly runDir: string
  readonly grid: OcclusionGridName
  readonly cacheDir?: string
}

export interface OcclusionProgress {
  readonly done: number
  readonly total: number
  readonly maps: OcclusionMaps
}

/** Numbers fed at once, as much as `NetworkEmbedder` feeds. */
const FED_AT_ONCE = 2 ** 18
/** Milliseconds after which a network that nobody asked for is let go. */
const IDLE = 120_000

interface Held {
  readonly key: string
  readonly trained: Trained
}

/** The network of the last map: the next trial asks the same one. */
let held: Held | undefined
let idle: NodeJS.Timeout | undefined
/** One map at a time: they share the network. */
let queue: Promise<unknown> = Promise.resolve()

async function letGo(): Promise<void> {
  const { trained } = held ?? {}
  held = undefined
  await trained?.dispose()
}

async function open({ runDir, device, cacheDir }: OcclusionInput): Promise<Trained> {
  const paths = runPaths(runDir)
  const times = [paths.best, paths.last].map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  const key = JSON.stringify([runDir, device, times])
  if (held?.key === key) return held.trained
  await letGo()
  const cache = cacheDir === undefined ? {} : { cacheDir }
  held = { key, trained: await openTrained(runDir, { ...cache, device, keepFeatures: false }) }
  return held.trained
}

async function work(input: OcclusionInput, { progress, signal }: Parameters<typeof occlusion>[1]) {
  signal.throwIfAborted()
  const { key, device, views, grid, runDir, subject } = input
  const { embedder, checkpoint, run } = await open(input)
  if ((await codesKey(run.record.recipe, checkpoint.checksum, device, views)) !== key) {
    throw new UserError('evaluate/other-state', 'The run was trained on since this evaluation was made.', {
      subject: runDir,
      next: 'Evaluate it again to look at its trials.',
    })
  }
  const { width, height, channels } = subject.size
  const report = seldom(progress)
  return occlusionMaps(embedder, subject, {
    grid: OCCLUSION_GRIDS[grid],
    views,
    atOnce: Math.min(128, Math.max(8, Math.floor(FED_AT_ONCE / (width * height * channels)))),
    signal,
    onProgress: (done, total, maps) => report({ done, total, maps }),
  })
}

/** The maps of a trial, filled bit by bit. */
export const occlusion: Task<OcclusionInput, OcclusionMaps, OcclusionProgress> = async (input, context) => {
  clearTimeout(idle)
  const mine = queue.catch(() => undefined).then(() => work(input, context))
  queue = mine
  try {
    return await mine
  } finally {
    clearTimeout(idle)
    idle = setTimeout(() => (queue = queue.catch(() => undefined).then(letGo)), IDLE)
    idle.unref()
  }
}
