/** Sentences of the host with their code and what they name, so that a page says them in its own language. */
import { z } from 'zod'

/** What a sentence names: words and counts as they are; a share (0..1) is shown as a percentage. */
const saidValueSchema = z.union([z.string(), z.number(), z.object({ share: z.number() })])

/** By the name that a translation has for it. */
export const saidValuesSchema = z.record(z.string(), saidValueSchema)

export const saidSchema = z.object({
  /** Stable, for programs and translations. */
  code: z.string(),
  values: saidValuesSchema,
  /** In English. */
  text: z.string(),
})

export type SaidValue = z.infer<typeof saidValueSchema>
export type SaidValues = Readonly<Record<string, SaidValue>>
export type Said = z.infer<typeof saidSchema>
