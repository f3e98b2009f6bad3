/** Choosing folders: by the system's dialog where the host has one, else by looking into the folders it may show. */
import { z } from 'zod'
import { nothing, procedure } from './common.ts'

const entrySchema = z.object({
  name: z.string(),
  path: z.string(),
  kind: z.enum(['folder', 'zip']),
})

const listingSchema = z.object({
  path: z.string(),
  /** Null at a root. */
  parent: z.string().nullable(),
  /** Folders and zips by name, at most a few thousand. */
  entries: z.array(entrySchema),
  /** Entries beyond that. */
  more: z.number().int().min(0),
  /** How many pictures lie directly in it. */
  pictures: z.number().int().min(0),
})

export const files = {
  /** Folders that may be looked into. */
  roots: procedure.input(nothing).output(z.array(entrySchema)),
  list: procedure.input(z.strictObject({ path: z.string() })).output(listingSchema),
  /** The system's dialog; null when the person changed their mind. Refused where `picker` is `browse`. */
  pick: procedure.input(z.strictObject({ what: z.enum(['dataset', 'zip', 'folder']) })).output(z.string().nullable()),
  /** Shows a run's or an export's folder in the file manager, where the host can. */
  reveal: procedure.input(z.strictObject({ path: z.string() })).output(nothing),
}

export type FolderEntry = z.infer<typeof entrySchema>
export type FolderListing = z.infer<typeof listingSchema>
