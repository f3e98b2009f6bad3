import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { shownHash } from '../../shared/data-hash.ts'
import { UserError } from '../../shared/errors.ts'
import type { DatasetInfo } from '../../shared/dataset.ts'
import type { EvaluationResult } from '../../shared/evaluation.ts'
import { changedVersions, checkNewRun, newRunFolder, readJson, readRecord, splitOf } from '../../core/runs/index.ts'
import type { RunRecord } from '../../core/runs/index.ts'
import { scanRunDataset } from '../../core/trained/run-dataset.ts'
import { evaluateRun } from '../../core/trained/index.ts'
import { chooseDevice } from '../../core/engine/index.ts'
import { startTraining } from '../../host/training.ts'
import { percent } from '../format.ts'
import type { DeviceChoice } from '../options.ts'
import { showEvaluation } from '../show/evaluation.ts'
import { StatusLine } from '../status-line.ts'
import type { Terminal } from '../terminal.ts'
import { carryOut, shownFolder } from './carry-out.ts'
import { RUNS } from './run-folder.ts'
import { showSummary, summaryAsJson } from './summary.ts'
import { TrainingView } from './watch.ts'

export interface ReplayFlags {
  readonly data?: string
  readonly out?: string
  readonly device?: DeviceChoice
  readonly json?: true
  readonly verbose?: true
}

/** The same pictures, or none. @throws UserError that names both hashes */
async function samePictures(record: RunRecord, flags: ReplayFlags, status: StatusLine): Promise<DatasetInfo> {
  try {
    return await scanRunDataset(record, {
      ...(flags.data === undefined ? {} : { folder: flags.data }),
      onProgress: status.reading,
    })
  } catch (error) {
    if (error instanceof UserError && error.code === 'run/data-moved' && flags.data === undefined) {
      throw new UserError('path-missing', `The pictures of this recipe are no longer at ${record.dataset.root}.`, {
        subject: record.dataset.root,
        next: `Say with --data where they are (hash ${shownHash(record.dataset.hash)}).`,
      })
    }
    throw error
  }
}

const storedSchema = z.object({ protocol: z.object({ hash: z.string() }), accuracy: z.number() })

/** What the first run reached on the same trials, where its evaluations lie beside the recipe. */
async function firstAccuracy(file: string, hash: string): Promise<number | undefined> {
  const folder = path.join(path.dirname(file), 'evaluations')
  for (const name of await readdir(folder).catch(() => [])) {
    const stored = await readJson(path.join(folder, name), storedSchema).catch(() => undefined)
    if (stored?.protocol.hash === hash) return stored.accuracy
  }
  return undefined
}

/** Trains a recorded run again and evaluates it. */
export async function replay(terminal: Terminal, file: string, flags: ReplayFlags): Promise<void> {
  const json = flags.json === true
  const record = await readRecord(file)
  const status = new StatusLine(terminal)
  try {
    if (flags.out !== undefined) await checkNewRun(flags.out)
    const dataset = await samePictures(record, flags, status)
    const split = splitOf(record, dataset, file)
    const { recipe } = record
    const { device } = await chooseDevice(flags.device ?? record.device)
    status.clear()
    const runDir = flags.out ?? newRunFolder(RUNS, dataset.root, `${recipe.name}-replay`)
    for (const note of caveats(record, device)) terminal.err(`${terminal.errColours.yellow('note:')} ${note}`)
    if (!json) terminal.out(`Replaying ${file} (${recipe.name}, seed ${recipe.seed}) in ${shownFolder(runDir)}.\n`)
    const view = new TrainingView(terminal, { verbose: flags.verbose === true })
    const finished = await carryOut(
      (onEvent) => startTraining({ runDir, dataset, split, recipe, device, onEvent }),
      view,
      terminal,
      json,
    )
    const summed = { runDir, recipe, split, device, finished, json }
    const isTestable = split.test.length + split.validation.length > 0 && finished.done.reason !== 'diverged'
    if (!isTestable) return showSummary(terminal, summed)
    const result = await evaluateRun(runDir, {
      onProgress: (_, done, total) => status.count('evaluating', done, total),
    })
    status.clear()
    const before = await firstAccuracy(file, result.protocol.hash)
    if (json) terminal.out(JSON.stringify({ ...summaryAsJson(summed), evaluation: result, before: before ?? null }))
    else {
      showSummary(terminal, { ...summed, isTested: true })
      showEvaluation(terminal, result, recipe.encoder.kind)
      terminal.out()
      terminal.out(comparison(terminal, result, before))
    }
  } finally {
    status.clear()
  }
}

/** Why the number may not be the very same. */
function caveats({ recipe, versions, device }: RunRecord, now: string): string[] {
  const notes: string[] = []
  if (recipe.budget.minutes !== null && recipe.encoder.kind !== 'backbone') {
    notes.push('This recipe ends by the clock: how many steps fit depends on the computer, so expect a similar number.')
  }
  if (now !== device) notes.push(`It was trained on ${device}: on ${now} expect a similar number, not the same.`)
  const changed = changedVersions(versions)
  if (changed.length > 0) notes.push(`Versions differ (${changed.join(', ')}): the last digits may as well.`)
  return notes
}

function comparison({ colours }: Terminal, { accuracy }: EvaluationResult, before: number | undefined): string {
  if (before === undefined) return 'The first run has no evaluation on these trials beside its recipe to compare with.'
  if (before === accuracy) return colours.green(`The same number as the first run: ${percent(accuracy)}.`)
  return `The first run reached ${percent(before)} on the same trials.`
}
