/** Runs on the disk: listed, looked at, put away. */
import { z } from 'zod'
import { recipeSchema } from '../recipe.ts'
import { saidSchema } from '../said.ts'
import { count, evaluationId, interval, nothing, procedure, runId, share } from './common.ts'
import { PRESETS } from './plan.ts'
import { validationPointSchema } from './training.ts'

const RUN_STATUSES = ['running', 'stopped', 'interrupted', 'finished', 'failed', 'damaged'] as const

/** A number that may be printed; two may be ranked only when their protocols' hashes are equal. */
export const scoreSchema = z.object({
  /** Name of the evaluation's file in the run, without `.json`. */
  id: evaluationId,
  protocol: z.object({ name: z.string(), hash: z.string() }),
  accuracy: share,
  interval,
  chance: share,
  trials: count,
  way: count,
  shot: count,
  /** Hash of the data set its pictures are from. */
  dataHash: z.string(),
})

const runSchema = z.object({
  id: runId,
  dir: z.string(),
  /** ISO date and time; null where `recipe.json` cannot be read. */
  created: z.string().nullable(),
  status: z.enum(RUN_STATUSES),
  /** Why it is damaged or failed, as a sentence. */
  message: z.string().nullable(),
  recipe: z.string().nullable(),
  device: z.string().nullable(),
  dataset: z
    .object({ root: z.string(), name: z.string(), hash: z.string(), classes: count, pictures: count })
    .nullable(),
  seed: count.nullable(),
  /** Equal for runs that differ by their seed alone. */
  seedKey: z.string().nullable(),
  /** Seeds of the group that it is one of, in the order in which they are trained: the runs `NAME-seed1`, `NAME-seed2`… */
  groupSeeds: z.array(count).nullable(),
  step: count,
  seconds: z.number(),
  /** Best validation. */
  best: z.object({ step: count, accuracy: share }).nullable(),
  /** Newest evaluation first. */
  scores: z.array(scoreSchema),
  archived: z.boolean(),
})

const runDetailSchema = runSchema.extend({
  details: z
    .object({
      recipe: recipeSchema,
      /** Whose fields its recipe started from, as far as its name tells. */
      preset: z.enum(PRESETS).nullable(),
      why: saidSchema.nullable(),
      split: z.object({
        by: z.enum(['class', 'group']),
        seed: count,
        train: z.array(z.string()),
        validation: z.array(z.string()),
        test: z.array(z.string()),
      }),
      versions: z.record(z.string(), z.string()),
      parameters: count,
      /** Null where a frozen network decides. */
      codes: count.nullable(),
    })
    .nullable(),
  /** The last lines of its log. */
  log: z.array(z.string()),
  hasBest: z.boolean(),
  /** What to do where it failed. */
  next: z.string().nullable(),
})

const column = z.instanceof(Float64Array)

/** A curve in columns of one length. NaN where there is no number. */
const curveSchema = z.object({
  /** How many steps the file holds in the range; the columns may hold fewer, chosen so that peaks survive. */
  total: count,
  step: column,
  loss: column,
  smoothedLoss: column,
  rate: column,
  same: column,
  different: column,
  validations: z.array(validationPointSchema),
})

const one = z.strictObject({ id: runId })

export const runs = {
  /** Newest first. */
  list: procedure.input(nothing).output(z.array(runSchema)),
  get: procedure.input(one).output(runDetailSchema),
  curve: procedure
    .input(
      one.extend({
        from: count.optional(),
        to: count.optional(),
        maxPoints: z.number().int().min(10).max(20000),
      }),
    )
    .output(curveSchema),
  archive: procedure.input(one.extend({ archived: z.boolean() })).output(nothing),
  /** Puts the run's folder away; `restore` brings it back. Refused while it trains. */
  remove: procedure.input(one).output(nothing),
  restore: procedure.input(one).output(nothing),
  /** Looks whether a run's pictures are where they are thought to be; refused where they were moved, or are others. */
  seek: procedure.input(one).output(nothing),
  /**
   * Says where a run's pictures are now, or those an evaluation of it was made on; refused where they are others.
   * Remembered for that run.
   */
  locate: procedure.input(one.extend({ path: z.string(), evaluation: evaluationId.optional() })).output(nothing),
}

export type RunScore = z.infer<typeof scoreSchema>
export type RunSummary = z.infer<typeof runSchema>
export type RunDetail = z.infer<typeof runDetailSchema>
export type RunCurve = z.infer<typeof curveSchema>
export type RunStatus = (typeof RUN_STATUSES)[number]
