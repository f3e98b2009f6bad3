/** `recipe.json` of a run: everything that decides its result, so that the file alone replays it. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { shownHash } from '../../shared/data-hash.ts'
import type { ClassSplit, DatasetInfo } from '../../shared/dataset.ts'
import { DEVICE_NAMES, type DeviceName } from '../../shared/device-names.ts'
import { UserError } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { recipeSchema } from '../../shared/recipe.ts'
import { saidSchema } from '../../shared/said.ts'
import type { Said } from '../../shared/said.ts'
import type { SplitPart } from '../../shared/split.ts'
import { currentVersions } from './versions.ts'

const classNames = z.array(z.string())

/** Classes by name: they stay readable, and a person can see at once what was never trained on. */
const splitSchema = z.strictObject({
  seed: z.number().int().min(0),
  by: z.enum(['class', 'group']),
  train: classNames.min(1),
  validation: classNames,
  test: classNames,
})

export const recordSchema = z.strictObject({
  format: z.literal('oneshot-run'),
  version: z.literal(1),
  created: z.iso.datetime(),
  recipe: recipeSchema,
  /** Why this recipe, where it was chosen by the program. */
  why: z.string().optional(),
  /** The same with its code, for those who say it in another language. */
  reason: saidSchema.optional(),
  device: z.enum(DEVICE_NAMES),
  dataset: z.strictObject({
    root: z.string().min(1),
    kind: z.enum(['folder', 'zip']),
    hash: z.string().regex(/^[0-9a-f]{64}$/, { message: 'expected 64 hexadecimal digits' }),
    classes: z.number().int().min(1),
    pictures: z.number().int().min(1),
    drawerPattern: z.string().optional(),
  }),
  split: splitSchema,
  /** Of a training with several seeds: its name, and all seeds in the order in which they are trained. */
  group: z.strictObject({ id: z.string().min(1), seeds: z.array(z.number().int().min(0)).min(2) }).optional(),
  versions: z.record(z.string(), z.string()),
})

export type RunRecord = z.infer<typeof recordSchema>

export interface RecordOptions {
  readonly recipe: Recipe
  readonly dataset: DatasetInfo
  readonly split: ClassSplit
  readonly device: DeviceName
  readonly why?: string
  readonly group?: RunRecord['group']
  readonly reason?: Said
}

/** The record of a run about to start. */
export function makeRecord({ recipe, dataset, split, device, why, reason, group }: RecordOptions): RunRecord {
  const names = (indices: readonly number[]) => indices.map((index) => dataset.classes[index]?.name ?? String(index))
  return {
    format: 'oneshot-run',
    version: 1,
    created: new Date().toISOString(),
    recipe,
    ...(why === undefined ? {} : { why }),
    ...(reason === undefined ? {} : { reason }),
    device,
    dataset: {
      root: dataset.root,
      kind: dataset.kind,
      hash: dataset.hash,
      classes: dataset.classes.length,
      pictures: dataset.pictures.length,
      ...(dataset.drawerPattern === undefined ? {} : { drawerPattern: dataset.drawerPattern }),
    },
    split: {
      seed: split.seed,
      by: split.by,
      train: names(split.train),
      validation: names(split.validation),
      test: names(split.test),
    },
    ...(group === undefined ? {} : { group }),
    versions: currentVersions(),
  }
}

/**
 * SHA-256 of what runs that differ by their seed alone have in common: recipe without its seed, pictures and classes set
 * apart. Equal keys are one training repeated.
 */
export function seedKey({ recipe, dataset, split }: RunRecord): string {
  const { seed: _, ...rest } = recipe
  const classes = [split.train, split.validation, split.test].map((names) => names.toSorted())
  return createHash('sha256')
    .update(JSON.stringify([rest, dataset.hash, classes]))
    .digest('hex')
}

/** The split as class indices of this data set. @throws UserError `run/other-data` when a class is not there. */
export function splitOf(record: RunRecord, dataset: DatasetInfo, file: string): ClassSplit {
  const index = new Map(dataset.classes.map(({ name }, position) => [name, position]))
  const indices = (part: SplitPart) =>
    record.split[part]
      .map((name, position) => {
        const found = index.get(name)
        if (found !== undefined) return found
        throw new UserError(
          'run/other-data',
          `${file} is not valid at split.${part}.${position}: the data set has no class '${name}'.`,
          {
            subject: file,
          },
        )
      })
      .sort((a, b) => a - b)
  const split = { train: indices('train'), validation: indices('validation'), test: indices('test') }
  const all = Object.values(split).flat()
  if (new Set(all).size !== all.length) {
    throw new UserError('run/not-valid', `${file} is not valid at split: a class stands in more than one place.`, {
      subject: file,
    })
  }
  return { seed: record.split.seed, by: record.split.by, ...split }
}

const describe = (pictures: number, classes: number, hash: string) =>
  `${pictures} pictures of ${classes} classes (hash ${shownHash(hash)})`

/** @throws UserError `run/other-data` when the pictures are not the ones the run was made with. */
export function checkDataset(record: RunRecord, dataset: DatasetInfo): void {
  if (record.dataset.hash === dataset.hash) return
  throw new UserError(
    'run/other-data',
    `The pictures in ${dataset.root} are not the ones this run was trained on: ` +
      `${describe(record.dataset.pictures, record.dataset.classes, record.dataset.hash)} then, ` +
      `${describe(dataset.pictures.length, dataset.classes.length, dataset.hash)} now.`,
    { subject: dataset.root, next: 'Put the pictures back as they were, or train anew.' },
  )
}
