/** What the guard says of a run: while it trains, and when it has been evaluated. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { findingSchema } from '../finding.ts'
import { count, procedure, progressSchema, runId } from './common.ts'

const checkEventSchema = z.discriminatedUnion('kind', [
  progressSchema.extend({ doing: z.enum(['opening', 'reading', 'embedding', 'comparing', 'counting']) }),
  /** Warnings first. */
  z.object({ kind: z.literal('done'), findings: z.array(findingSchema) }),
])

const trainingChecksSchema = z.object({
  /** Steps that were looked at. */
  step: count,
  findings: z.array(findingSchema),
  /** Steps after which every training picture has been fed; null where it has, or that is too far to count. */
  needed: count.nullable(),
})

const one = z.strictObject({ runId })

export const checks = {
  /** Everything about a run that has a checkpoint. Test classes are looked at only where they were used before. */
  run: procedure.input(one).output(eventIterator(checkEventSchema)),
  /** What the sampler has shown so far, and whether codes still differ. Quick, from the recipe and the curve. */
  training: procedure.input(one).output(trainingChecksSchema),
}

export type CheckEvent = z.infer<typeof checkEventSchema>
export type TrainingChecks = z.infer<typeof trainingChecksSchema>
