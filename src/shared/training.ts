/**
 * What a training run tells while it goes on: the same messages travel from the compute process to the host, and from
 * there to a terminal or a window. Numbers that may be NaN or infinite are null instead: neither JSON nor the schema
 * carries them.
 */
import { z } from 'zod'
import { pixelsSchema } from './pixels.ts'
import { saidValuesSchema } from './said.ts'

const step = z.number().int().min(0)
const seconds = z.number().min(0)
const share = z.number().min(0).max(1)

export const PHASES = ['opening', 'features', 'compiling', 'training', 'validating', 'fitting', 'paused'] as const

/** What the run is doing now; `done` of `total` where it can be counted. */
const phaseSchema = z.strictObject({
  kind: z.literal('phase'),
  phase: z.enum(PHASES),
  done: step.nullable(),
  total: step.nullable(),
})

const figure = z.number().nullable()

/** One step on the curve. */
export const pointSchema = z.object({
  step,
  loss: figure,
  smoothedLoss: figure,
  rate: figure,
  /** Mean distance of pairs of one class, and of two. */
  same: figure,
  different: figure,
})

/** At most about five a second. */
const progressSchema = z.strictObject({
  kind: z.literal('progress'),
  step,
  /** Steps planned; an estimate where the budget is in minutes. */
  totalSteps: step,
  loss: z.number().nullable(),
  /** Exponential mean of the loss over about 50 steps. */
  smoothedLoss: z.number().nullable(),
  rate: z.number(),
  picturesPerSecond: z.number().min(0),
  /** Training time so far, validation included, pauses and restarts not. */
  seconds,
  /** Null until it can be told. */
  secondsLeft: seconds.nullable(),
  /** Share of the recent time in which the step waited for its batch. */
  waitingShare: share,
  /** Of the last validation, 0..1. */
  accuracy: share.nullable(),
  /** Every step since the event before. */
  points: z.array(pointSchema),
})

const validationSchema = z.strictObject({
  kind: z.literal('validation'),
  step,
  seconds,
  accuracy: share,
  interval: z.tuple([share, share]),
  chance: share,
  way: z.number().int().min(2),
  shot: z.number().int().min(1),
  trials: z.number().int().min(1),
  /** Hash of the protocol. */
  protocol: z.string(),
  /** Whether it is the best so far and its state was kept. */
  best: z.boolean(),
})

const checkpointSchema = z.strictObject({ kind: z.literal('checkpoint'), step, name: z.enum(['last', 'best']) })

export const WARNINGS = [
  'diverged',
  'collapsed',
  'stuck',
  'overfitting',
  'starved',
  'way-lowered',
  'versions',
  'no-validation',
  'device-changed',
] as const

/** Something the person should know, in plain words, with what to try. */
const warningSchema = z.strictObject({
  kind: z.literal('warning'),
  code: z.enum(WARNINGS),
  /** Tells apart what one code stands for, and what its sentence names: for other languages. */
  variant: z.string().optional(),
  values: saidValuesSchema.optional(),
  step,
  message: z.string(),
  advice: z.string(),
})

const watchedPictureSchema = z.strictObject({
  /** In the data set. */
  index: step,
  className: z.string(),
  pixels: pixelsSchema,
})

/** Some pairs of a step's batch as the network is fed them; only while somebody looks. */
const pairsSchema = z.strictObject({
  kind: z.literal('pairs'),
  step,
  pairs: z.array(
    z.strictObject({
      same: z.boolean(),
      a: watchedPictureSchema,
      b: watchedPictureSchema,
      /** Smaller = more alike. */
      distance: figure,
      /** Of this pair alone, where the loss is one on pairs. */
      loss: figure,
    }),
  ),
})

export const END_REASONS = ['budget', 'early-stop', 'stopped', 'cancelled', 'diverged'] as const

const doneSchema = z.strictObject({
  kind: z.literal('done'),
  reason: z.enum(END_REASONS),
  step,
  seconds,
  /** What `checkpoints/best.safetensors` holds; accuracy is null where nothing was validated. */
  best: z.strictObject({ step, accuracy: share.nullable() }).nullable(),
})

export const trainingEventSchema = z.discriminatedUnion('kind', [
  phaseSchema,
  progressSchema,
  validationSchema,
  checkpointSchema,
  warningSchema,
  pairsSchema,
  doneSchema,
])

export type TrainingEvent = z.infer<typeof trainingEventSchema>
export type ProgressEvent = z.infer<typeof progressSchema>
export type ValidationEvent = z.infer<typeof validationSchema>
export type WarningEvent = z.infer<typeof warningSchema>
export type DoneEvent = z.infer<typeof doneSchema>
export type PairsEvent = z.infer<typeof pairsSchema>
export type WatchedPair = PairsEvent['pairs'][number]
export type TrainingPoint = z.infer<typeof pointSchema>
export type EndReason = DoneEvent['reason']
export type TrainingPhase = (typeof PHASES)[number]
