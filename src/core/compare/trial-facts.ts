/** What a comparison must know of stored trials, read without their pictures. */
import path from 'node:path'
import { z } from 'zod'
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
   * One label for each trial, equal where trials have the same supports; undefined where no two share them. Such trials
   * stand and fall together, so a bootstrap must draw them together.
   */
  readonly supportSets: readonly string[] | undefined
}

/** Labels of support sets. @param trials supports of each trial, in any order within a trial */
export function supportSets(trials: readonly (readonly (readonly number[])[])[]): readonly string[] | undefined {
  const labels = trials.map((supports) =>
    supports
      .flat()
      .toSorted((a, b) => a - b)
      .join(),
  )
  return new Set(labels).size < labels.length ? labels : undefined
}

/** Undefined where the trials were not kept, or their file does not make sense. */
export async function readTrialFacts(file: string): Promise<TrialFacts | undefined> {
  const found = await readJson(file, fileSchema).catch(() => undefined)
  if (!found) return undefined
  const folders = new Set(found.pictures.map((picture) => path.posix.dirname(picture.path)))
  return { classes: [...folders], supportSets: supportSets(found.trials.map(([, supports]) => supports)) }
}
