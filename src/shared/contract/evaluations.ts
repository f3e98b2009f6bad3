/** One-shot evaluations of a run, and its trials one by one. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { CLASS_PARTS } from '../split.ts'
import { count, evaluationId, interval, pictureRefSchema, procedure, progressSchema, runId, share } from './common.ts'
import { scoreSchema } from './runs.ts'

export { evaluationId } from './common.ts'

const baseline = z.object({ accuracy: share, interval, chance: share, trials: count })

const evaluationSchema = scoreSchema.extend({
  /** ISO date and time. */
  created: z.string(),
  /** Step of the state that was evaluated, and how many views of each picture were averaged. */
  step: count,
  views: count,
  data: z.string(),
  /** Trials that show classes the run was trained on; absent for none. */
  seen: count.optional(),
  /** The pictures are Omniglot's, by their names. */
  omniglot: z.boolean().optional(),
  /** Interval that draws whole support sets, where trials share them. */
  bootstrap: z.object({ interval, clusters: count }).optional(),
  baselines: z.object({
    pixels: baseline.optional(),
    hausdorff: baseline.optional(),
    untrained: baseline.optional(),
  }),
  /** Trials that did not earn a whole point. */
  wrong: count,
  /** Whether its trials can be looked at: older ones kept only their numbers. */
  hasTrials: z.boolean(),
})

/** Null leaves the choice to the program. */
const choiceSchema = z.strictObject({
  /** `koch`, `article`, `validation`, `saved:HASH`; null for trials by the fields below. */
  protocol: z.string().nullable(),
  way: z.number().int().min(2).max(1000).nullable(),
  shot: z.number().int().min(1).max(100).nullable(),
  trials: z.number().int().min(1).max(1_000_000).nullable(),
  seed: count.nullable(),
  withinGroup: z.boolean().nullable(),
  acrossDrawer: z.boolean().nullable(),
  /** Which of the run's classes; left out for those set aside. */
  classes: z.enum(CLASS_PARTS).nullish(),
})

/** What a run can be asked. */
const possibleSchema = z.object({
  /** Which classes are tested; `none` where the run trained on all of them. */
  classes: z.enum(['test', 'validation', 'none']),
  count,
  /** Validation classes there are. */
  validation: count,
  groups: count,
  drawers: count,
  /** For one-shot trials as the recipe validates. */
  largestWay: count,
  way: count,
  withinGroup: z.boolean(),
  acrossDrawer: z.boolean(),
  named: z.array(z.string()),
  /** Parts of the split that have classes, with what one-shot trials on them allow. */
  parts: z.array(z.object({ name: z.enum(CLASS_PARTS), count, largestWay: count, way: count })),
  /** How often the test classes were used already. */
  uses: count,
  /** Every use of the test classes, oldest first: ISO date and time (empty where the note is damaged), and the protocol. */
  usedFor: z.array(z.object({ at: z.string(), name: z.string(), hash: z.string() })),
})

const evaluateEventSchema = z.discriminatedUnion('kind', [
  progressSchema.extend({ doing: z.enum(['opening', 'reading', 'embedding', 'baselines']) }),
  z.object({ kind: z.literal('done'), evaluation: evaluationSchema }),
])

/** One row of the list of trials. */
const trialRowSchema = z.object({
  trial: count,
  query: pictureRefSchema,
  /** First support of the query's class, and of the class chosen; null when every distance is NaN. */
  truth: pictureRefSchema,
  chosen: pictureRefSchema.nullable(),
  /** 1 right, 0 wrong, between them for a tie. */
  credit: share,
  tied: count,
  /** Smallest distance of a wrong class minus the right one's: negative when wrong. */
  margin: z.number().nullable(),
})

const waySchema = z.object({
  way: count,
  className: z.string(),
  supports: z.array(pictureRefSchema),
  distance: z.number().nullable(),
  truth: z.boolean(),
  chosen: z.boolean(),
})

const trialSchema = z.object({
  trial: count,
  query: pictureRefSchema,
  /** Nearest first; distances that cannot be told last. */
  ways: z.array(waySchema),
  credit: share,
  tied: count,
  margin: z.number().nullable(),
  /** How the distances are measured; smaller = more alike. */
  metric: z.enum(['cosine', 'euclidean', 'l1', 'subtract']),
})

const ofEvaluation = z.strictObject({ runId, id: evaluationId })
const ofTrial = ofEvaluation.extend({ trial: count })

export const evaluations = {
  possible: procedure.input(z.strictObject({ runId })).output(possibleSchema),
  /** Newest first. */
  list: procedure.input(z.strictObject({ runId })).output(z.array(evaluationSchema)),
  /** Evaluates and keeps the result in the run. `data` names other pictures, or where the run's own lie now. */
  run: procedure
    .input(z.strictObject({ runId, choice: choiceSchema, data: z.string().nullable() }))
    .output(eventIterator(evaluateEventSchema)),
  remove: procedure.input(ofEvaluation).output(z.strictObject({})),
  trials: procedure
    .input(
      ofEvaluation.extend({
        wrongOnly: z.boolean(),
        sort: z.enum(['margin', 'order']),
        offset: count,
        limit: z.number().int().min(1).max(1000),
        /** Only queries of this class, or taken for this one. */
        truth: z.string().optional(),
        chosen: z.string().optional(),
      }),
    )
    .output(z.object({ total: count, rows: z.array(trialRowSchema) })),
  /** `redraw` 0 is the trial itself; 1, 2, 3… the same query and classes with other supports. */
  trial: procedure.input(ofTrial.extend({ redraw: count.max(1_000_000) })).output(trialSchema),
  /** How often the query is right over other draws of the supports. */
  luck: procedure
    .input(ofTrial.extend({ draws: z.number().int().min(1).max(200) }))
    .output(z.object({ draws: count, right: z.number() })),
  /** All trials as CSV text: files, classes and distances of query, right and chosen class, margin. */
  csv: procedure.input(ofEvaluation).output(z.string()),
}

export type Evaluation = z.infer<typeof evaluationSchema>
export type EvaluationChoice = z.infer<typeof choiceSchema>
export type EvaluationPossible = z.infer<typeof possibleSchema>
export type EvaluateEvent = z.infer<typeof evaluateEventSchema>
export type TrialRow = z.infer<typeof trialRowSchema>
export type TrialDetail = z.infer<typeof trialSchema>
export type TrialWay = z.infer<typeof waySchema>
