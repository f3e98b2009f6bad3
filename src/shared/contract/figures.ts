/** Figures of a run's held-out classes from codes made once: accuracy against ways and shots, verification, confusions. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { evaluationId } from './evaluations.ts'
import { count, interval, pictureRefSchema, procedure, progressSchema, runId, share } from './common.ts'

/** Classes never trained on. Test classes are looked at only when they are named here, and each look is noted in the run. */
const heldOutSchema = z.enum(['test', 'validation'])

const wayAccuracySchema = z.object({ way: count, accuracy: share, interval, chance: share, trials: count })

const curveSchema = z.object({
  classes: z.enum(['test', 'validation', 'all']),
  protocol: z.object({ name: z.string(), hash: z.string() }),
  way: count,
  shot: count,
  trials: count,
  seed: count,
  withinGroup: z.boolean(),
  acrossDrawer: z.boolean(),
  points: z.array(wayAccuracySchema),
})

const curveBaselinesSchema = z.object({
  pixels: z.array(wayAccuracySchema),
  /** Of line drawings alone. */
  hausdorff: z.array(wayAccuracySchema).optional(),
  untrained: z.array(wayAccuracySchema),
})

const rateAt = z.object({ threshold: z.number().nullable(), falseAccept: share, trueAccept: share })

const verificationSchema = z.object({
  classes: z.enum(['test', 'validation', 'all']),
  withinGroup: z.boolean(),
  metric: z.enum(['cosine', 'euclidean', 'l1', 'subtract']),
  auc: share,
  equalErrorRate: share,
  genuine: count,
  impostor: count,
  totals: z.object({ genuine: count, impostor: count }),
  lowestFalseAccept: share,
  thresholdsFrom: z.enum(['validation', 'same']),
  points: z.array(rateAt.extend({ target: share, supported: z.boolean() })),
  roc: z.array(rateAt),
})

const progress = progressSchema.extend({ doing: z.enum(['opening', 'reading', 'embedding', 'baselines']) })

/** Null leaves the choice to the program. */
const curveChoiceSchema = z.strictObject({
  classes: heldOutSchema,
  shot: z.number().int().min(1).max(100),
  trials: z.number().int().min(1).max(100_000),
  seed: count.nullable(),
  withinGroup: z.boolean().nullable(),
  acrossDrawer: z.boolean().nullable(),
})

const verificationChoiceSchema = z.strictObject({
  classes: heldOutSchema,
  /** Most pairs of either kind; beyond it they are drawn at random. */
  limit: z.number().int().min(100).max(20_000_000).nullable(),
  withinGroup: z.boolean(),
})

const confusionSchema = z.object({
  trials: count,
  wrong: count,
  /** Classes that were ever confused, by a picture of each; those that are taken for each other stand together. */
  classes: z.array(pictureRefSchema),
  /** Wrong answers, most frequent first; `truth` and `chosen` are places in `classes`. */
  cells: z.array(z.object({ truth: count, chosen: count, count, offered: count })),
})

export const figures = {
  /** Which classes an evaluation's queries were taken for, over all of its trials. */
  confusion: procedure.input(z.strictObject({ runId, id: evaluationId })).output(confusionSchema),
  /** Accuracy at every way up to 50. Quick once the codes are there. */
  curve: procedure
    .input(curveChoiceSchema.extend({ runId }))
    .output(
      eventIterator(
        z.discriminatedUnion('kind', [progress, z.object({ kind: z.literal('done'), figure: curveSchema })]),
      ),
    ),
  /** What a curve must beat, on the same trials: not as quick. */
  curveBaselines: procedure
    .input(curveChoiceSchema.extend({ runId }))
    .output(
      eventIterator(
        z.discriminatedUnion('kind', [progress, z.object({ kind: z.literal('done'), figure: curveBaselinesSchema })]),
      ),
    ),
  verification: procedure
    .input(verificationChoiceSchema.extend({ runId }))
    .output(
      eventIterator(
        z.discriminatedUnion('kind', [progress, z.object({ kind: z.literal('done'), figure: verificationSchema })]),
      ),
    ),
}

export type HeldOutClasses = z.infer<typeof heldOutSchema>
export type CurveChoice = z.infer<typeof curveChoiceSchema>
export type CurveFigure = z.infer<typeof curveSchema>
export type CurveBaselines = z.infer<typeof curveBaselinesSchema>
export type VerificationFigure = z.infer<typeof verificationSchema>
export type Confusion = z.infer<typeof confusionSchema>
export type FigureProgress = z.infer<typeof progress>
export type FigureEvent<Figure> = FigureProgress | { readonly kind: 'done'; readonly figure: Figure }
