/** What a check of the guard says, wherever it is shown. */
import { z } from 'zod'
import { saidValuesSchema } from './said.ts'

/** Every finding there is: a language has words for each (`said`), and for the advice of those that are no good news. */
export const FINDING_CODES = [
  'data/no-identical',
  'data/identical-split',
  'data/identical-classes',
  'data/identical-class',
  'data/no-look-alike',
  'data/look-alike-split',
  'data/look-alike-classes',
  'data/look-alike-class',
  'data/no-torn-name',
  'data/torn-name',
  'checks/spread',
  'checks/collapsed',
  'checks/equal-codes',
  'checks/no-ties',
  'checks/ties',
  'checks/no-own-picture',
  'checks/own-picture',
  'checks/gap-none',
  'checks/gap',
  'checks/gap-wide',
  'checks/at-chance',
  'checks/nothing-learnt',
  'checks/gap-not-told',
  'coverage/all',
  'coverage/at-once',
  'coverage/pictures',
  'coverage/classes',
] as const

/** One check and what it found. */
export const findingSchema = z.object({
  /** Stable, for programs and translations: `<what>/<which>`. */
  code: z.enum(FINDING_CODES),
  /** `passed` needs nothing, `note` is worth knowing, `warning` makes a number doubtful. */
  severity: z.enum(['passed', 'note', 'warning']),
  /** The pictures, classes or fields it is about, a few of them. */
  subjects: z.array(z.string()),
  figures: saidValuesSchema,
  /** One sentence in English, with the figures. */
  sentence: z.string(),
  /** What to do about it, in English; null where there is nothing to do. */
  advice: z.string().nullable(),
})

export type Finding = z.infer<typeof findingSchema>
