/** An evaluation as one printable file. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { LANGUAGES } from './app.ts'
import { evaluationId, procedure, progressSchema, refusalSchema, runId } from './common.ts'

const reportEventSchema = z.discriminatedUnion('kind', [
  progressSchema.extend({ doing: z.enum(['opening', 'reading', 'embedding', 'pictures']) }),
  z.object({
    kind: z.literal('done'),
    /** The whole file. */
    html: z.string(),
    /** Why something could not be had any more. */
    missing: z.array(refusalSchema.extend({ message: z.string() })),
  }),
])

export const reports = {
  /** Takes the newest evaluation where none is named. Writes nothing: the page saves the file. */
  make: procedure
    .input(z.strictObject({ runId, evaluation: evaluationId.nullable(), language: z.enum(LANGUAGES) }))
    .output(eventIterator(reportEventSchema)),
}

export type ReportEvent = z.infer<typeof reportEventSchema>
