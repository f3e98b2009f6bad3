/** The last few evaluations whose trials were looked at, scored and in memory. */
import { existsSync, statSync } from 'node:fs'
import { evaluationFile, runPaths } from '../../core/runs/index.ts'
import { OpenTrials } from '../../core/trained/trials/index.ts'

/** One of 1000 trials over a large data set takes some tens of megabytes. */
const MOST_HELD = 3

export interface TrialsInput {
  readonly runDir: string
  /** Name of the evaluation. */
  readonly id: string
  readonly cacheDir?: string
}

const held = new Map<string, Promise<OpenTrials>>()

/** The trials of an evaluation, opened once as long as its file stays the same and the pictures are where they were. @throws UserError as `OpenTrials.open` */
export function heldTrials({ runDir, id, cacheDir }: TrialsInput): Promise<OpenTrials> {
  const file = evaluationFile(runPaths(runDir), id)
  const key = `${file} ${statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0}`
  const known = held.get(key)
  const open = () => OpenTrials.open(runDir, id, cacheDir)
  const opening = known ? known.then((trials) => (existsSync(trials.pictures.source.folder) ? trials : open())) : open()
  held.delete(key)
  held.set(key, opening)
  for (const old of [...held.keys()].slice(0, -MOST_HELD)) held.delete(old)
  // What could not be opened may be mended.
  opening.catch(() => held.delete(key))
  return opening
}
