/** What every part of the contract is made of. Only the host and the transports load this at run time; a page needs its types. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { saidValuesSchema } from '../said.ts'

export { pixelsSchema } from '../pixels.ts'
export type { Pixels } from '../pixels.ts'

/** Why the host refused: an error the person can act on (see `UserError`), whose sentence is the error's message. */
export const refusalSchema = z.object({
  /** Stable, for programs and translations. */
  code: z.string(),
  /** What to do about it, as a sentence. */
  next: z.string().nullable(),
  /** The file, field or flag at fault. */
  subject: z.string().nullable(),
  /** Which of several sentences of its code it is. */
  variant: z.string().exactOptional(),
  /** What sentence and next step name besides the subject. */
  values: saidValuesSchema.exactOptional(),
})

/** All procedures start from here, so that every one of them can refuse. */
export const procedure = oc.errors({ REFUSED: { status: 422, data: refusalSchema } })

export const count = z.number().int().min(0)
export const share = z.number().min(0).max(1)
export const interval = z.tuple([share, share])

/** A scanned data set as the host knows it; valid until the host ends. */
export const datasetId = z.string().regex(/^[0-9a-f]{16}$/, 'not the id of a data set')

/** A run: the name of its folder among the runs. */
export const runId = z
  .string()
  .min(1)
  .max(200)
  .refine((name) => !/[/\\\0]/.test(name) && name !== '.' && name !== '..', 'not the name of a run')

/** Name of an evaluation's file in its run, without `.json`. */
export const evaluationId = z.string().regex(/^[a-z0-9-]+$/, 'not the name of an evaluation')

export const nothing = z.strictObject({})

/** Length in work: `total` is null until it can be told. */
export const progressSchema = z.object({ kind: z.literal('progress'), done: count, total: count.nullable() })

/** A picture the host can show at `/picture/<source>/<index>?size=N` (see `pictureUrl`). */
export const pictureRefSchema = z.object({
  source: z.string(),
  index: count,
  path: z.string(),
  /** `group/class`, or `class`. */
  className: z.string(),
  drawer: z.string().nullable(),
})

export type Refusal = z.infer<typeof refusalSchema>
export type PictureRef = z.infer<typeof pictureRefSchema>
