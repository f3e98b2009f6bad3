/** What the trainer process sends: the events of the training, framed by `ready` and, where it breaks, `failed`. */
import { z } from 'zod'
import { saidValuesSchema } from './said.ts'
import { trainingEventSchema } from './training.ts'

const readySchema = z.strictObject({ kind: z.literal('ready'), pid: z.number().int() })

/** `user` says whether it is an error the person can act on; any other is a bug and carries its stack. */
const failedSchema = z.strictObject({
  kind: z.literal('failed'),
  user: z.boolean(),
  code: z.string(),
  message: z.string(),
  next: z.string().nullable(),
  subject: z.string().nullable(),
  variant: z.string().optional(),
  values: saidValuesSchema.optional(),
  stack: z.string().nullable(),
})

export const trainerEventSchema = z.union([trainingEventSchema, readySchema, failedSchema])

export type TrainerEvent = z.infer<typeof trainerEventSchema>
export type FailedEvent = z.infer<typeof failedSchema>
