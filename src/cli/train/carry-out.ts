/** From a started training to its end: progress, Ctrl+C, and what is said afterwards. */
import path from 'node:path'
import type { DoneEvent } from '../../shared/training.ts'
import { UserError } from '../../shared/errors.ts'
import { isValidation, readMetrics } from '../../core/runs/index.ts'
import type { ValidationLine } from '../../core/runs/index.ts'
import type { TrainingHandle } from '../../host/training.ts'
import { invocation, quoted } from '../command.ts'
import { Ended, EXIT } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import type { TrainingView, Watched } from './watch.ts'

export type BestValidation = Pick<
  ValidationLine,
  'step' | 'way' | 'shot' | 'accuracy' | 'interval' | 'chance' | 'trials'
>

/** From the curve on the disk: a run that was interrupted may have had its best before. */
async function bestValidation(file: string, { best }: DoneEvent): Promise<BestValidation | undefined> {
  if (best === null || best.accuracy === null) return undefined
  return (await readMetrics(file)).filter(isValidation).find(({ step }) => step === best.step)
}

/** Signals that stop a training cleanly, and the exit code each leaves. */
const SIGNALS = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated, SIGHUP: 129 } as const

export interface Finished {
  readonly done: DoneEvent
  readonly watched: Watched
  /** Of the state that is kept. */
  readonly validation: BestValidation | undefined
}

/** A run's folder as the person would type it. */
export function shownFolder(dir: string): string {
  const relative = path.relative(process.cwd(), dir)
  return relative === '' || relative.startsWith('..') ? dir : relative
}

/** Where a training is one of several, what is said when it is interrupted is about all of them. */
export interface PartOf {
  /** Folder that `--resume --out` takes. */
  readonly folder: string
  /** What `--json` prints about all of them. */
  readonly json: () => object
}

/**
 * Waits for a training. Ctrl+C stops it with a checkpoint, a second one at once.
 * @throws Ended 130 after Ctrl+C, with the way to go on said; UserError and Error as the training does
 */
export async function carryOut(
  start: (onEvent: TrainingView['onEvent']) => Promise<TrainingHandle>,
  view: TrainingView,
  terminal: Terminal,
  json: boolean,
  whole?: PartOf,
): Promise<Finished> {
  let handle: TrainingHandle | undefined
  let interruptedBy: keyof typeof SIGNALS | undefined
  const onSignal = (signal: NodeJS.Signals) => {
    if (interruptedBy === undefined) view.stopping()
    const again = interruptedBy !== undefined
    interruptedBy ??= signal as keyof typeof SIGNALS
    void (again ? handle?.cancel() : handle?.stop())
  }
  for (const signal of Object.keys(SIGNALS)) process.on(signal, onSignal)
  try {
    handle = await start((event) => view.onEvent(event))
    if (interruptedBy !== undefined) void handle.stop()
    const done = await handle.finished.catch((error: unknown) => {
      // It was asked to end and did, only without a last word; that is no failure.
      const isGone = error instanceof UserError && error.code === 'training/process-died'
      if (interruptedBy === undefined || !isGone) throw error
      return undefined
    })
    view.close()
    if (interruptedBy !== undefined && done?.reason !== 'budget' && done?.reason !== 'early-stop') {
      sayInterrupted(handle.paths.dir, done, terminal, json, whole)
      throw new Ended(SIGNALS[interruptedBy])
    }
    if (!done) throw new Error('a training that was not interrupted has an end')
    const validation = await bestValidation(handle.paths.metrics, done)
    return { done, watched: view.watched, validation }
  } finally {
    view.close()
    for (const signal of Object.keys(SIGNALS)) process.off(signal, onSignal)
  }
}

function sayInterrupted(
  dir: string,
  done: DoneEvent | undefined,
  terminal: Terminal,
  json: boolean,
  whole: PartOf | undefined,
): void {
  const folder = shownFolder(dir)
  const kept = done?.step === 0 ? 'Stopped before the first step.' : `Stopped at step ${done?.step}; nothing is lost.`
  const where = done?.reason === 'stopped' ? kept : 'Ended at once; the last checkpoint is kept.'
  terminal.err(where)
  terminal.err(`Go on with: ${invocation()} train --resume --out ${quoted(whole ? shownFolder(whole.folder) : folder)}`)
  if (!json) return
  if (whole) terminal.out(JSON.stringify(whole.json()))
  else terminal.out(JSON.stringify({ run: folder, reason: done?.reason ?? 'cancelled', step: done?.step ?? null }))
}
