/** Data sets: a folder of classes, understood. The pictures themselves come by URL (see `pictureUrl`). */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { saidSchema } from '../said.ts'
import { count, datasetId, procedure, progressSchema } from './common.ts'

const range = z.tuple([count, count])

const problemSchema = z.object({
  kind: z.string(),
  path: z.string(),
  message: z.string(),
  /** Whether the file is left out of training. */
  leftOut: z.boolean(),
})

const classSchema = z.object({
  name: z.string(),
  group: z.string().nullable(),
  pictures: count,
  /** A few of its pictures, by index. */
  sample: z.array(count),
})

const datasetSchema = z.object({
  id: datasetId,
  root: z.string(),
  /** Last part of the path. */
  name: z.string(),
  kind: z.enum(['folder', 'zip']),
  hash: z.string(),
  levels: z.union([z.literal(1), z.literal(2)]),
  colour: z.enum(['line', 'grey', 'colour']),
  drawerPattern: z.string().nullable(),
  /** Different drawers; 0 where no picture tells one. */
  drawers: count,
  pictures: count,
  width: range,
  height: range,
  groups: z.array(z.object({ name: z.string(), classes: count, pictures: count })),
  classes: z.array(classSchema),
  /** The first few hundred; `problemCount` says how many there are, `leftOut` how many files that leaves out. */
  problems: z.array(problemSchema),
  problemCount: count,
  leftOut: count,
  /** Files with the same bytes, the first few hundred sets. */
  duplicates: z.array(z.object({ paths: z.array(z.string()), pictures: z.array(count), acrossClasses: z.boolean() })),
  duplicateCount: count,
  /** What `auto` would take, and why. */
  suggestion: z.object({ recipe: z.string(), why: saidSchema }),
})

const openEventSchema = z.discriminatedUnion('kind', [
  progressSchema,
  z.object({ kind: z.literal('opened'), dataset: datasetSchema }),
])

const pictureSchema = z.object({
  index: count,
  path: z.string(),
  drawer: z.string().nullable(),
  width: count,
  height: count,
})

/** Pictures that look the same though their files differ, the first few hundred sets, those of several classes first. */
const lookAlikesSchema = z.object({
  sets: z.array(
    z.object({
      paths: z.array(z.string()),
      pictures: z.array(count),
      /** Class of each picture. */
      classes: z.array(count),
      acrossClasses: z.boolean(),
    }),
  ),
  count,
})

const lookAlikesEventSchema = z.discriminatedUnion('kind', [
  progressSchema,
  z.object({ kind: z.literal('found'), lookAlikes: lookAlikesSchema }),
])

export const datasets = {
  /** Scans a folder or zip, or looks again. Ends with `opened`, unless it refuses. */
  open: procedure
    .input(z.strictObject({ path: z.string().min(1), drawer: z.string().optional() }))
    .output(eventIterator(openEventSchema)),
  /** Looks at every picture once; what was looked at before is remembered. Ends with `found`. */
  lookAlikes: procedure.input(z.strictObject({ id: datasetId })).output(eventIterator(lookAlikesEventSchema)),
  /** All pictures of a class. */
  pictures: procedure.input(z.strictObject({ id: datasetId, classIndex: count })).output(z.array(pictureSchema)),
}

export type DatasetSummary = z.infer<typeof datasetSchema>
export type DatasetClass = z.infer<typeof classSchema>
export type DatasetPicture = z.infer<typeof pictureSchema>
export type LookAlikes = z.infer<typeof lookAlikesSchema>
export type LookAlikesEvent = z.infer<typeof lookAlikesEventSchema>
export type OpenEvent = z.infer<typeof openEventSchema>
