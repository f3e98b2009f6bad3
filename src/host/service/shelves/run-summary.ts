/** One run as a line of the list, from what lies in its folder. */
import { statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import type { RunScore, RunStatus, RunSummary } from '../../../shared/contract/runs.ts'
import { messageOf } from '../../../shared/errors.ts'
import {
  openRun,
  peekCheckpoint,
  peekMetrics,
  readEvaluations,
  readRunEnd,
  runOwner,
  runPaths,
  seedKey,
} from '../../../core/runs/index.ts'
import type { PeekedLoop, RunEnd, RunPaths, StoredEvaluation } from '../../../core/runs/index.ts'

const LOG_BYTES = 16_384

/** When and how large the files are that a summary is made from: equal stamps, equal summaries. */
export function stampOf(paths: RunPaths): string {
  const watched = [paths.record, paths.metrics, paths.evaluations, paths.checkpoints]
  const small = [paths.moved, paths.end, paths.archived, paths.lock]
  return [...watched, ...small]
    .map((file) => {
      const found = statSync(file, { throwIfNoEntry: false })
      return found ? `${found.mtimeMs}:${found.size}` : '-'
    })
    .join(' ')
}

/** The last lines of the log. */
export async function logTail({ log }: RunPaths, lines: number): Promise<string[]> {
  const handle = await open(log, 'r').catch(() => undefined)
  if (!handle) return []
  try {
    const { size } = await handle.stat()
    const bytes = Buffer.alloc(Math.min(size, LOG_BYTES))
    await handle.read(bytes, 0, bytes.length, size - bytes.length)
    const all = bytes.toString().split('\n').slice(0, -1)
    return (bytes.length < size ? all.slice(1) : all).slice(-lines)
  } finally {
    await handle.close()
  }
}

/** How a run of before `state.json` ended: its log's last line says so. */
async function endByLog(paths: RunPaths): Promise<Pick<RunEnd, 'reason' | 'message'> | undefined> {
  const [last = ''] = await logTail(paths, 1)
  const ended = /^\S+ ended at step \d+: (budget|early-stop|stopped|cancelled|diverged)$/.exec(last)?.[1]
  if (ended !== undefined) return { reason: ended as RunEnd['reason'], message: null }
  const failed = /^\S+ failed: (.*)$/.exec(last)?.[1]
  return failed === undefined ? undefined : { reason: 'failed', message: failed }
}

type Standing = Pick<RunSummary, 'status' | 'message'>

async function standing(paths: RunPaths, loop: PeekedLoop | undefined): Promise<Standing> {
  if ((await runOwner(paths)) !== undefined) return { status: 'running', message: null }
  const end = (await readRunEnd(paths)) ?? (await endByLog(paths))
  if (loop?.ended) return { status: 'finished', message: null }
  if (!end) return { status: 'interrupted', message: null }
  const status: Record<RunEnd['reason'], RunStatus> = {
    budget: 'finished',
    'early-stop': 'finished',
    stopped: 'stopped',
    cancelled: 'stopped',
    diverged: 'failed',
    failed: 'failed',
  }
  return { status: status[end.reason], message: end.message }
}

/** A printable number of a stored evaluation. */
export function scoreOf(stored: StoredEvaluation): RunScore {
  const { id, protocol, accuracy, interval, chance, trials, way, shot, data } = stored
  return { id, protocol, accuracy, interval, chance, trials, way, shot, dataHash: data.hash }
}

function damaged(paths: RunPaths, error: unknown): RunSummary {
  return {
    id: path.basename(paths.dir),
    dir: paths.dir,
    created: null,
    status: 'damaged',
    message: messageOf(error),
    recipe: null,
    device: null,
    dataset: null,
    seed: null,
    seedKey: null,
    groupSeeds: null,
    step: 0,
    seconds: 0,
    best: null,
    scores: [],
    archived: statSync(paths.archived, { throwIfNoEntry: false }) !== undefined,
  }
}

/** What the disk says; a run that cannot be read says why. */
export async function summariseRun(dir: string): Promise<RunSummary> {
  const paths = runPaths(dir)
  try {
    const { record } = await openRun(dir)
    const [last, best, metrics, evaluations] = await Promise.all([
      peekCheckpoint(paths.last),
      peekCheckpoint(paths.best),
      peekMetrics(paths),
      readEvaluations(paths),
    ])
    const { dataset, recipe, device, created } = record
    const { root, hash, classes, pictures } = dataset
    const found = best?.best
    return {
      id: path.basename(paths.dir),
      dir: paths.dir,
      created,
      ...(await standing(paths, last)),
      recipe: recipe.name,
      device,
      dataset: { root, name: path.win32.basename(root), hash, classes, pictures },
      seed: recipe.seed,
      seedKey: seedKey(record),
      groupSeeds: record.group?.seeds ?? null,
      step: metrics?.step ?? last?.step ?? 0,
      seconds: metrics?.time ?? last?.seconds ?? 0,
      best: typeof found?.accuracy === 'number' ? { step: found.step, accuracy: found.accuracy } : null,
      scores: evaluations.map(scoreOf),
      archived: statSync(paths.archived, { throwIfNoEntry: false }) !== undefined,
    }
  } catch (error) {
    return damaged(paths, error)
  }
}
