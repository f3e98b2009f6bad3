/** Trials of evaluations. The last few evaluations looked at stay in memory, scored. */
import { statSync } from 'node:fs'
import { evaluationFile, runPaths } from '../../core/runs/index.ts'
import { describeTrial, listTrials, OpenTrials, trialsCsv } from '../../core/trained/trials/index.ts'
import type { DescribedRow, DescribedTrial, ListOptions } from '../../core/trained/trials/index.ts'
import type { Task } from './task.ts'

/** One of 1000 trials over a large data set takes some tens of megabytes. */
const MOST_HELD = 3

export interface TrialsInput {
  readonly runDir: string
  /** Name of the evaluation. */
  readonly id: string
  readonly cacheDir?: string
}

/** Files by path, where the pictures are not those of a data set. */
export interface TrialFiles {
  readonly root: string
  readonly hash: string
  readonly pictures: readonly { readonly path: string; readonly hash: string }[]
}

const held = new Map<string, Promise<OpenTrials>>()

function open({ runDir, id, cacheDir }: TrialsInput): Promise<OpenTrials> {
  const file = evaluationFile(runPaths(runDir), id)
  const key = `${file} ${statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0}`
  const known = held.get(key)
  const opening = known ?? OpenTrials.open(runDir, id, cacheDir)
  held.delete(key)
  held.set(key, opening)
  for (const old of [...held.keys()].slice(0, -MOST_HELD)) held.delete(old)
  // What could not be opened may be mended.
  opening.catch(() => held.delete(key))
  return opening
}

export interface ListedTrials {
  readonly total: number
  readonly rows: readonly DescribedRow[]
  /** Null where they are a data set's. */
  readonly files: TrialFiles | null
}

export const list: Task<TrialsInput & ListOptions, ListedTrials> = async (input) => {
  const trials = await open(input)
  const { dataset, source } = trials.pictures
  const pictures = source.pictures.map(({ path, hash }) => ({ path, hash }))
  return { ...listTrials(trials, input), files: dataset ? null : { root: source.folder, hash: source.hash, pictures } }
}

export interface ShowInput extends TrialsInput {
  readonly trial: number
  /** 0 is the trial itself. */
  readonly redraw: number
}

export const show: Task<ShowInput, DescribedTrial> = async (input) => {
  const trials = await open(input)
  return describeTrial(trials, await trials.trial(input.trial, input.redraw))
}

export interface LuckInput extends TrialsInput {
  readonly trial: number
  readonly draws: number
}

/** How often the query is right. */
export const luck: Task<LuckInput, number> = async (input) => (await open(input)).luck(input.trial, input.draws)

export const csv: Task<TrialsInput, string> = async (input) => trialsCsv(await open(input))
