/**
 * Checkpoints of a run: the whole state of the program (parameters, optimiser moments, step) and what the loop needs to go
 * on as if it had never stopped. The sampler has no state: it draws each step anew from the seed and the step's number.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { UserError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { recipeSchema } from '../../../shared/recipe.ts'
import type { HostTensorMap } from '../../engine/program.ts'
import { writeAtomic } from '../../runs/index.ts'
import type { AtomicFs, RunRecord } from '../../runs/index.ts'
import { firstDifference } from './difference.ts'
import { dataChunks, decodeSafetensors, encodeSafetensors, SafetensorsError } from './safetensors.ts'

/** What the loop carries from one step to the next besides the program's state. */
const loopStateSchema = z.strictObject({
  /** Steps done. */
  step: z.number().int().min(0),
  /** Seconds of training so far. */
  seconds: z.number().min(0),
  smoothedLoss: z.number().nullable(),
  /** What the health monitor remembers. */
  health: z.strictObject({
    firstLoss: z.number().nullable(),
    lowestLoss: z.number().nullable(),
    separation: z.number().nullable(),
    scale: z.number().nullable(),
    /** Steps in a row in which same and different pairs could not be told apart. */
    flat: z.number().int().min(0),
    /** Validations in a row clearly below the best. */
    falling: z.number().int().min(0),
    /** Codes of the warnings given, so that a resumed run does not repeat them. */
    warned: z.array(z.string()),
  }),
  best: z
    .strictObject({
      step: z.number().int().min(0),
      accuracy: z.number().min(0).max(1).nullable(),
      /** Lower end of its interval. */
      low: z.number().min(0).max(1).nullable(),
    })
    .nullable(),
  /** Validations since the best. */
  stale: z.number().int().min(0),
  /** Set when the run has ended by itself. */
  ended: z.enum(['budget', 'early-stop']).nullable(),
})
export type LoopState = z.infer<typeof loopStateSchema>

export interface Checkpoint {
  readonly recipe: Recipe
  /** Hash of the data set it was trained on. */
  readonly dataset: string
  readonly loop: LoopState
  readonly state: HostTensorMap
}

/** One that was read. */
export interface LoadedCheckpoint extends Checkpoint {
  /** SHA-256 of its state: two networks with the same one are the same. */
  readonly checksum: string
}

const json = <T>(schema: z.ZodType<T>) =>
  z.string().transform((text, context): T => {
    try {
      return schema.parse(JSON.parse(text))
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'not JSON' })
      return z.NEVER
    }
  })

const metadataSchema = z.object({
  format: z.literal('oneshot-checkpoint-1'),
  recipe: json(recipeSchema),
  dataset: z.string(),
  loop: json(loopStateSchema),
  /** SHA-256 of the data: a disk that lies is found out before wrong numbers are trained on. */
  checksum: z.string(),
})

function checksum(state: HostTensorMap): string {
  const hash = createHash('sha256')
  for (const chunk of dataChunks(state)) hash.update(chunk)
  return hash.digest('hex')
}

/** @throws UserError `files/disk-full` and its like; the old checkpoint is then unchanged. */
export async function saveCheckpoint(
  file: string,
  { recipe, dataset, loop, state }: Checkpoint,
  fs?: AtomicFs,
): Promise<void> {
  const metadata = {
    format: 'oneshot-checkpoint-1',
    recipe: JSON.stringify(recipe),
    dataset,
    loop: JSON.stringify(loop),
    checksum: checksum(state),
  }
  await writeAtomic(file, encodeSafetensors({ metadata, tensors: state }), fs)
}

function corrupt(file: string, reason: string, cause?: unknown): UserError {
  return new UserError('checkpoint/corrupt', `${file} is damaged: ${reason}.`, {
    subject: file,
    next: 'Restore the file from a copy, or train anew.',
    cause,
  })
}

/** @throws UserError `checkpoint/none` or `checkpoint/corrupt`. */
export async function loadCheckpoint(file: string): Promise<LoadedCheckpoint> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new UserError('checkpoint/none', `There is no checkpoint at ${file}.`, {
      subject: file,
      next: 'Train until the first checkpoint is written.',
      cause: error,
    })
  })
  let content
  try {
    content = decodeSafetensors(bytes)
  } catch (error) {
    if (error instanceof SafetensorsError) throw corrupt(file, error.message, error)
    throw error
  }
  const metadata = metadataSchema.safeParse(content.metadata)
  if (!metadata.success) throw corrupt(file, 'it is not a checkpoint of this program', metadata.error)
  const sum = checksum(content.tensors)
  if (metadata.data.checksum !== sum) throw corrupt(file, 'its numbers do not match their checksum')
  const { recipe, dataset, loop } = metadata.data
  return { recipe, dataset, loop, state: content.tensors, checksum: sum }
}

/** @throws UserError `checkpoint/other-recipe` (names the first field that differs) or `checkpoint/other-data`. */
export function checkFits(checkpoint: Checkpoint, record: RunRecord, file: string): void {
  const next = 'Undo the change to recipe.json, or train anew.'
  const field = firstDifference(checkpoint.recipe, record.recipe)
  if (field !== undefined) {
    const message = `${file} was trained with another recipe: ${field.path} was ${field.a}, recipe.json says ${field.b}.`
    throw new UserError('checkpoint/other-recipe', message, { subject: file, next })
  }
  if (checkpoint.dataset !== record.dataset.hash) {
    throw new UserError('checkpoint/other-data', `${file} was trained on other pictures than recipe.json names.`, {
      subject: file,
      next,
    })
  }
}
