/** Two runs on identical trials. */
import { z } from 'zod'
import { count, interval, procedure, runId, share } from './common.ts'

const difference = z.number().min(-1).max(1)
const protocolSchema = z.object({ name: z.string(), hash: z.string() })

const comparedSchema = z.object({
  dir: z.string(),
  evaluation: z.string(),
  created: z.string(),
  recipe: z.string(),
  seed: count,
  step: count,
  accuracy: share,
  interval,
})

const comparisonSchema = z.object({
  protocol: protocolSchema,
  way: count,
  shot: count,
  trials: count,
  chance: share,
  runs: z.tuple([comparedSchema, comparedSchema]),
  paired: z.object({
    both: count,
    onlyFirst: count,
    onlySecond: count,
    neither: count,
    /** Accuracy of the first minus that of the second. */
    difference,
    interval: z.tuple([difference, difference]),
    p: share,
  }),
  bootstrap: z.object({ unit: z.enum(['trial', 'support set']), units: count, resamples: count }),
  differences: z.array(z.object({ field: z.string(), values: z.tuple([z.unknown(), z.unknown()]) })),
  alsoOn: z.array(protocolSchema),
})

export const comparisons = {
  /**
   * Trial by trial, on those both were evaluated by last or whose hash begins with `protocol`. Refused with the reason where
   * there are none: `compare/other-trials`, `compare/not-evaluated`, `compare/trained-on`.
   */
  pair: procedure
    .input(z.strictObject({ first: runId, second: runId, protocol: z.string().min(4).nullable() }))
    .output(comparisonSchema),
}

export type Comparison = z.infer<typeof comparisonSchema>
