/** From a data set and wishes to what would be trained: recipe, fields of the form, split, sample pairs, cost. */
import { z } from 'zod'
import { recipeSchema } from '../recipe.ts'
import { saidSchema } from '../said.ts'
import { count, datasetId, pixelsSchema, procedure } from './common.ts'

export const PRESETS = ['article', 'koch', 'all-pairs', 'pretrained'] as const

/** What a field of the recipe is made of, for a form. `name` is dotted, e.g. `optimiser.rate`. */
const fieldSchema = z.object({
  name: z.string(),
  type: z.enum(['integer', 'number', 'boolean', 'choice', 'text', 'list']),
  /** Whether null (no limit, automatic) is a value. */
  nullable: z.boolean(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  /** Whether `min` itself is out of range. */
  aboveMin: z.boolean(),
  options: z.array(z.union([z.string(), z.number()])).nullable(),
  /** Short name of the unit, in English: `pixels`, `steps`. */
  unit: z.string().nullable(),
  /** Of the recipe as it would be trained. */
  value: z.unknown(),
  /** What it is without the person's change. */
  standard: z.unknown(),
  changed: z.boolean(),
})

/** Share of the classes, or groups by name. */
const part = z.union([z.number().min(0).max(0.9), z.array(z.string()).min(1)])

const wishesSchema = z.strictObject({
  datasetId,
  preset: z.enum(['auto', ...PRESETS]),
  /** Changed fields by dotted name. A new `kind` resets its whole part. */
  overrides: z.record(z.string(), z.unknown()),
  /** Null leaves the choice to the program. */
  validation: part.nullable(),
  test: part.nullable(),
  by: z.enum(['class', 'group']).nullable(),
  /** Decides which classes are set apart. Left out for the recipe's: runs of several seeds share one. */
  splitSeed: count.nullish(),
})

export const splitSchema = z.object({
  seed: count,
  by: z.enum(['class', 'group']),
  /** Class indices, ascending. */
  train: z.array(count),
  validation: z.array(count),
  test: z.array(count),
})

const planSchema = z.object({
  preset: z.enum(PRESETS),
  /** Why this recipe, where the program chose it. */
  why: saidSchema.nullable(),
  recipe: recipeSchema,
  fields: z.array(fieldSchema),
  split: splitSchema,
  /** What the person may not expect, a sentence each. */
  notes: z.array(saidSchema),
  /** Numbers the training changes, and numbers in a picture's code (null where a frozen network decides). */
  parameters: count,
  codes: count.nullable(),
})

const shownPictureSchema = z.object({
  index: count,
  className: z.string(),
  pixels: pixelsSchema,
})

/** Two pictures as the network is fed them, augmentation included. */
export const samplePairSchema = z.object({ same: z.boolean(), a: shownPictureSchema, b: shownPictureSchema })

const estimateSchema = z.object({
  secondsPerStep: z.number().nullable(),
  /** Of the whole training; null where it ends by itself. */
  seconds: z.number().nullable(),
  steps: count.nullable(),
  memoryBytes: count,
})

const planned = z.strictObject({ datasetId, recipe: recipeSchema, split: splitSchema })

export const plan = {
  /** Names of the presets with the recipe each stands for, as it suits a data set where one is named. */
  presets: procedure
    .input(z.strictObject({ datasetId: datasetId.optional() }))
    .output(z.array(z.object({ name: z.enum(PRESETS), recipe: recipeSchema }))),
  /** Refuses with the field's name as `subject` when a value cannot be. */
  make: procedure.input(wishesSchema).output(planSchema),
  /** The first pairs the sampler will feed. */
  samplePairs: procedure
    .input(planned.extend({ pairs: z.number().int().min(1).max(64) }))
    .output(z.array(samplePairSchema)),
  /** Runs a few steps on the device, once for each shape of network. */
  estimate: procedure.input(planned.extend({ device: z.string() })).output(estimateSchema),
}

export type PresetName = (typeof PRESETS)[number]
export type RecipeField = z.infer<typeof fieldSchema>
export type PlanWishes = z.infer<typeof wishesSchema>
export type TrainingPlan = z.infer<typeof planSchema>
export type SamplePair = z.infer<typeof samplePairSchema>
export type Estimate = z.infer<typeof estimateSchema>
export type PlannedSplit = z.infer<typeof splitSchema>
