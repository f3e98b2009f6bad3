/** Trainings under way. State goes out whole and conflated, at most ten times a second; points go out once each. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { recipeSchema } from '../recipe.ts'
import { saidSchema, saidValuesSchema } from '../said.ts'
import { END_REASONS, PHASES, pointSchema, WARNINGS } from '../training.ts'
import { count, datasetId, interval, nothing, procedure, refusalSchema, runId, share } from './common.ts'
import { samplePairSchema, splitSchema } from './plan.ts'

/** Seeds of one group. */
export const MOST_SEEDS = 100

const figure = z.number().nullable()

export const validationPointSchema = z.object({
  step: count,
  accuracy: share,
  interval,
  chance: share,
  way: count,
  shot: count,
  trials: count,
  best: z.boolean(),
})

const STATES = ['starting', 'running', 'pausing', 'paused', 'stopping', 'ended', 'failed'] as const

const stateSchema = z.object({
  runId,
  state: z.enum(STATES),
  phase: z.object({ name: z.enum(PHASES), done: count.nullable(), total: count.nullable() }).nullable(),
  step: count,
  /** An estimate where the budget is in minutes; null before the first step. */
  totalSteps: count.nullable(),
  seconds: z.number(),
  secondsLeft: figure,
  picturesPerSecond: figure,
  /** Share of the recent time in which the step waited for its batch. */
  waitingShare: share.nullable(),
  best: z.object({ step: count, accuracy: share.nullable() }).nullable(),
  warnings: z.array(
    z.object({
      code: z.enum(WARNINGS),
      /** Tells apart what one code stands for. */
      variant: z.string().optional(),
      values: saidValuesSchema.optional(),
      step: count,
      message: z.string(),
      advice: z.string(),
    }),
  ),
  /** Times the training process died and was started again from the last checkpoint. */
  restarts: z.array(z.object({ attempt: count, cause: saidSchema, at: z.string() })),
  /** Of the training process, while one lives. */
  pid: count.nullable(),
  /** Why it ended. */
  reason: z.enum(END_REASONS).nullable(),
  error: refusalSchema.extend({ message: z.string() }).nullable(),
})

/** Points and validations since the event before; the curve so far is `runs.curve`. */
const updateSchema = z.object({
  state: stateSchema,
  points: z.array(pointSchema),
  validations: z.array(validationPointSchema),
})

const scoredPairSchema = samplePairSchema.extend({
  /** As the network sees them now; smaller = more alike. */
  distance: figure,
  /** Of this pair alone, where the loss is one on pairs. */
  loss: figure,
})

const pairsSchema = z.object({ step: count, pairs: z.array(scoredPairSchema) })

/** A line of the side bar. */
const activeSchema = stateSchema.pick({
  runId: true,
  state: true,
  step: true,
  totalSteps: true,
  secondsLeft: true,
  best: true,
})

const one = z.strictObject({ runId })

export const training = {
  /** Makes a run and starts it. One of several seeds goes on with the next when it has come to its end. */
  start: procedure
    .input(
      z.strictObject({
        datasetId,
        recipe: recipeSchema,
        split: splitSchema,
        /** `auto` takes the quickest. */
        device: z.string(),
        why: saidSchema.nullable(),
        /** How often to train, each time with the next seed: a group of runs on the same classes. @default 1 */
        seeds: z.number().int().min(1).max(MOST_SEEDS).optional(),
      }),
    )
    .output(z.object({ runId })),
  /** Trains the seeds of a run's group that have not begun, one after another. */
  startRest: procedure.input(one).output(z.object({ runId })),
  /**
   * Goes on with a run that was stopped or interrupted. `data` is where its pictures lie now, if they were moved; `device`
   * where it goes on, if not where it was.
   */
  continue: procedure
    .input(one.extend({ data: z.string().optional(), device: z.string().optional() }))
    .output(z.object({ runId })),
  /** Ends when the training has ended. Refuses for a run that is not under way. */
  watch: procedure.input(one).output(eventIterator(updateSchema)),
  /** Pairs of the present batch, every two seconds while somebody looks. */
  watchPairs: procedure.input(one).output(eventIterator(pairsSchema)),
  /** Trainings under way, whenever that changes, at most once a second. */
  watchActive: procedure.input(nothing).output(eventIterator(z.array(activeSchema))),
  pause: procedure.input(one).output(nothing),
  resume: procedure.input(one).output(nothing),
  /** Ends with a checkpoint after the present step, and keeps the best. */
  stop: procedure.input(one).output(nothing),
  /** Ends at once; the last checkpoint stays. */
  cancel: procedure.input(one).output(nothing),
}

export type { TrainingPoint } from '../training.ts'
export type ValidationPoint = z.infer<typeof validationPointSchema>
export type TrainingState = z.infer<typeof stateSchema>
export type TrainingUpdate = z.infer<typeof updateSchema>
export type ScoredPair = z.infer<typeof scoredPairSchema>
export type PairsSnapshot = z.infer<typeof pairsSchema>
export type ActiveTraining = z.infer<typeof activeSchema>
