/** What a comparison must know of stored trials, read without their pictures. */
import path from 'node:path'
import { z } from 'zod'
import { supportSets } from '../evaluation/clusters.ts'
import { readJson } from '../runs/index.ts'

const place = z.number().int().min(0)
const fileSchema = z.object({
  pictures: z.array(z.object({ path: z.string(), hash: z.string() })),
  trials: z.array(z.tuple([place, z.array(z.array(place)), place])),
})

export interface TrialFacts {
  /** Classes of the pictures, by the folders they lie in. */
  readonly classes: readonly string[]
  /**
   * The number of each trial's support set, where sets hold two trials or more on average: such trials stand and fall
   * together, so a bootstrap must draw them together.
   */
  readonly supportSets: readonly number[] | undefined
}

/** Undefined where the trials were not kept, or their file does not make sense. */
export async function readTrialFacts(file: string): Promise<TrialFacts | undefined> {
  const found = await readJson(file, fileSchema).catch(() => undefined)
  if (!found) return undefined
  const folders = new Set(found.pictures.map((picture) => path.posix.dirname(picture.path)))
  const trials = found.trials.map(([query, supports, truth]) => ({ query, supports, truth }))
  const sets = supportSets({ trials })
  const areShared = new Set(sets).size * 2 <= sets.length
  return { classes: [...folders], supportSets: areShared ? sets : undefined }
}
