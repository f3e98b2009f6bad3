/** Where a run's pictures lie now, once they were moved: kept beside `recipe.json`, which says what the run was made with. */
import { z } from 'zod'
import { writeJson } from './atomic.ts'
import { readJson } from './json-file.ts'
import type { RunPaths } from './layout.ts'

const movedSchema = z.object({ root: z.string().min(1), kind: z.enum(['folder', 'zip']) })

/** The place of a run's pictures. */
export type DataPlace = z.infer<typeof movedSchema>

/** Undefined where they are where the run was made. */
export async function readMoved({ moved }: Pick<RunPaths, 'moved'>): Promise<DataPlace | undefined> {
  return readJson(moved, movedSchema).catch(() => undefined)
}

/** Remembers for a run where its pictures are; whoever calls this has compared their hash. @throws UserError `files/…` */
export async function rememberMoved({ moved }: Pick<RunPaths, 'moved'>, { root, kind }: DataPlace): Promise<void> {
  await writeJson(moved, { root, kind })
}
