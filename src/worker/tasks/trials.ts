/** Trials of evaluations. */
import path from 'node:path'
import { openRun, readEvaluation } from '../../core/runs/index.ts'
import { describeTrial, listTrials, trialsCsv, trialsJson, trialsText } from '../../core/trained/trials/index.ts'
import type { DescribedRow, DescribedTrial, ListOptions, OpenTrials } from '../../core/trained/trials/index.ts'
import { heldTrials } from './held-trials.ts'
import type { TrialsInput } from './held-trials.ts'
import type { Task } from './task.ts'

/** Files by path, where the pictures are not those of a data set. */
export interface TrialFiles {
  readonly root: string
  readonly hash: string
  readonly pictures: readonly { readonly path: string; readonly hash: string }[]
}

/** Files of the pictures, where they are not those of a data set. */
function filesOf({ pictures: { dataset, source } }: OpenTrials): TrialFiles | null {
  if (dataset) return null
  const pictures = source.pictures.map(({ path, hash }) => ({ path, hash }))
  return { root: source.folder, hash: source.hash, pictures }
}

export interface ListedTrials {
  readonly total: number
  readonly rows: readonly DescribedRow[]
  /** Null where they are a data set's. */
  readonly files: TrialFiles | null
}

export const list: Task<TrialsInput & ListOptions, ListedTrials> = async (input) => {
  const trials = await heldTrials(input)
  return { ...listTrials(trials, input), files: filesOf(trials) }
}

export interface ShowInput extends TrialsInput {
  readonly trial: number
  /** 0 is the trial itself. */
  readonly redraw: number
}

export const show: Task<ShowInput, DescribedTrial> = async (input) => {
  const trials = await heldTrials(input)
  return describeTrial(trials, await trials.trial(input.trial, input.redraw))
}

export interface LuckInput extends TrialsInput {
  readonly trial: number
  readonly draws: number
}

/** How often the query is right. */
export const luck: Task<LuckInput, number> = async (input) => (await heldTrials(input)).luck(input.trial, input.draws)

export const csv: Task<TrialsInput, string> = async (input) => trialsCsv(await heldTrials(input))

export const json: Task<TrialsInput, string> = async (input) => {
  const { paths } = await openRun(input.runDir)
  const evaluation = await readEvaluation(paths, input.id)
  return trialsText(trialsJson(await heldTrials(input), path.basename(paths.dir), evaluation))
}
