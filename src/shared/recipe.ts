/**
 * A recipe is everything that decides how a run trains, as data. Fields carry their range and unit in the error a wrong
 * value gets; presets live in core/training/recipes.
 */
import { z } from 'zod'

const rate = z.number().positive().max(10)
const fraction = z.number().min(0).max(1)
const count = (low: number, high: number) => z.number().int().min(low).max(high)

/** What the network is fed: pixels 8..512, values scaled to 0..1 and, for line drawings, inverted so that ink is 1. */
const inputSchema = z.strictObject({
  width: count(8, 512),
  height: count(8, 512),
  channels: z.union([z.literal(1), z.literal(3)]),
  invert: z.boolean(),
  fit: z.enum(['fill', 'contain']),
})

const encoderSchema = z.discriminatedUnion('kind', [
  /** The article's and Koch's stack: conv (valid) - ReLU - pool 2, then dense sigmoid. */
  z.strictObject({
    kind: z.literal('koch'),
    filters: z.array(count(1, 1024)).min(1).max(6),
    kernels: z.array(count(1, 15)).min(1).max(6),
    /** Whether the last block pools too (the article does, Koch does not). */
    poolLast: z.boolean(),
    codes: count(1, 16384),
    weightStd: rate,
    denseStd: rate,
    biasMean: z.number().min(-10).max(10),
    biasStd: z.number().min(0).max(10),
  }),
  /** Blocks of conv 3x3 (same) - batch norm - ReLU - pool 2, flattened, then an optional dense layer. */
  z.strictObject({
    kind: z.literal('conv4'),
    filters: z.array(count(1, 1024)).min(1).max(6),
    /** Size of the dense embedding; 0 leaves the flattened map. */
    embedding: count(0, 8192),
    /** Share of the old value kept by the running statistics at each step. */
    momentum: fraction,
    /** Networks trained side by side, each on batches of its own; their codes stand one after another. */
    members: count(1, 16),
  }),
  /** A frozen ONNX network: its output is cached once per picture and only the head is fitted. */
  z.strictObject({
    kind: z.literal('backbone'),
    /** Path of an ONNX file, or the name of a bundled one. */
    model: z.string().min(1),
    /** Averages the features of the picture and its mirror image. */
    mirror: z.boolean(),
    /** Takes the signed square root of every feature. */
    squareRoot: z.boolean(),
  }),
])

const headSchema = z.discriminatedUnion('kind', [
  /** Signed difference of the two codes, one sigmoid neuron. Output near 0 = same (article). */
  z.strictObject({ kind: z.literal('subtract') }),
  /** Absolute difference of the two codes, one sigmoid neuron (Koch). Output near 0 = same. */
  z.strictObject({ kind: z.literal('l1') }),
  /** Cosine distance of the two codes, 0..2. */
  z.strictObject({ kind: z.literal('cosine') }),
  /** Euclidean distance of the two codes (of unit length where `normalise`). */
  z.strictObject({ kind: z.literal('euclidean'), normalise: z.boolean() }),
])

const lossSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bce'), l2: z.number().min(0).max(1) }),
  z.strictObject({ kind: z.literal('contrastive'), margin: rate }),
  z.strictObject({ kind: z.literal('triplet'), margin: rate, mining: z.enum(['hard', 'semi-hard']) }),
  z.strictObject({ kind: z.literal('supcon'), temperature: z.number().positive().max(10) }),
  z.strictObject({ kind: z.literal('prototypical'), temperature: z.number().positive().max(100) }),
  /** Closed-form within-class whitening of frozen features; `shrinkage: null` is chosen by leaving classes out. */
  z.strictObject({ kind: z.literal('whitening'), shrinkage: fraction.nullable() }),
])

const samplerSchema = z.discriminatedUnion('kind', [
  /** `pairs` pairs a step: the first half of one class (label 0), the second half of two classes (label 1). */
  z.strictObject({ kind: z.literal('pairs'), pairs: count(2, 4096) }),
  /** `classes` classes x `pictures` pictures a step. */
  z.strictObject({ kind: z.literal('balanced'), classes: count(2, 1024), pictures: count(2, 256) }),
  /** Few-shot episodes: `way` classes with `shot` supports and `queries` queries each. */
  z.strictObject({ kind: z.literal('episodes'), way: count(2, 512), shot: count(1, 64), queries: count(1, 64) }),
  /** Every picture once: closed-form fits. */
  z.strictObject({ kind: z.literal('all') }),
])

/** Random changes of each picture. Angles in radians, shift as a share of the width, everything uniform in +-value. */
const augmentSchema = z.strictObject({
  rotation: z.number().min(0).max(Math.PI),
  scale: z.number().min(0).max(0.9),
  shear: z.number().min(0).max(2),
  shift: z.number().min(0).max(0.5),
  /** Displacement of a coarse grid of control points, standard deviation as a share of the width. */
  elastic: z.number().min(0).max(0.5),
  /** Probability of mirroring left and right. */
  flip: fraction,
  /** Brightness and contrast change, +-share. */
  colour: fraction,
  /** Probability of erasing a random rectangle. */
  erase: fraction,
  /** Probability that the affine change is applied at all. */
  probability: fraction,
  /** Turned by 90, 180 and 270 degrees, a class counts as three more classes. */
  rotationsAsClasses: z.boolean(),
})

const optimiserSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('sgd'),
    rate,
    momentum: fraction,
    /** The momentum rises linearly from here to `momentum` over `momentumSteps` steps; without them it is constant. */
    momentumFrom: fraction.optional(),
    momentumSteps: count(0, 1e7).optional(),
    /** What the rate is multiplied by, layer by layer from the pictures on; layers beyond the list take 1. */
    layerRates: z.array(z.number().min(0).max(1000)).max(32).optional(),
    decay: z.number().min(0).max(1),
  }),
  z.strictObject({ kind: z.literal('adam'), rate, beta1: fraction, beta2: fraction, epsilon: rate }),
  z.strictObject({
    kind: z.literal('adamw'),
    rate,
    beta1: fraction,
    beta2: fraction,
    epsilon: rate,
    decay: z.number().min(0).max(1),
  }),
])

const scheduleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant'), warmup: count(0, 1e6) }),
  /** Multiplied by `factor` every `every` steps. */
  z.strictObject({
    kind: z.literal('step'),
    factor: z.number().positive().max(1),
    every: count(1, 1e7),
    warmup: count(0, 1e6),
  }),
  /** Falls to zero at the end of the budget. */
  z.strictObject({ kind: z.literal('cosine'), warmup: count(0, 1e6) }),
])

/** The end of training: whichever is set. Minutes are wall time of training, validation included. */
const budgetSchema = z
  .strictObject({ steps: count(1, 1e8).nullable(), minutes: z.number().positive().max(1e5).nullable() })
  .refine((budget) => budget.steps !== null || budget.minutes !== null, { message: 'set steps or minutes' })

const validationSchema = z.strictObject({
  /** Steps between validations. */
  every: count(1, 1e7),
  /** Classes in a trial; fewer where the validation classes do not suffice. */
  way: count(2, 1000),
  shot: count(1, 100),
  trials: count(1, 100000),
  /** Supports and query from one group, and from different drawers, where the data tell. */
  withinGroup: z.boolean(),
  acrossDrawer: z.boolean(),
  /** Validations without a better accuracy before training stops; null never stops early. */
  patience: count(1, 10000).nullable(),
})

export const recipeSchema = z.strictObject({
  name: z.string().min(1).max(80),
  seed: z.number().int().min(0).max(4294967295),
  input: inputSchema,
  /** Takes only the first pictures of each class; null takes all. */
  picturesPerClass: count(2, 1e6).nullable(),
  encoder: encoderSchema,
  head: headSchema,
  loss: lossSchema,
  sampler: samplerSchema,
  augment: augmentSchema,
  optimiser: optimiserSchema,
  schedule: scheduleSchema,
  budget: budgetSchema,
  validation: validationSchema,
  /** Slightly turned and scaled views whose embeddings are averaged when a trained network is used: 1 is the picture alone. */
  views: count(1, 32),
  /** Steps between checkpoints. */
  checkpointEvery: count(1, 1e7),
})

export type InputSpec = z.infer<typeof inputSchema>
export type EncoderSpec = z.infer<typeof encoderSchema>
export type HeadSpec = z.infer<typeof headSchema>
export type LossSpec = z.infer<typeof lossSchema>
export type SamplerSpec = z.infer<typeof samplerSchema>
export type AugmentSpec = z.infer<typeof augmentSchema>
export type OptimiserSpec = z.infer<typeof optimiserSchema>
export type ScheduleSpec = z.infer<typeof scheduleSchema>
export type Recipe = z.infer<typeof recipeSchema>

/** Networks trained side by side. */
export function membersOf(encoder: EncoderSpec): number {
  return encoder.kind === 'conv4' ? encoder.members : 1
}
