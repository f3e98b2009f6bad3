/** Where a step does not fit into a device's memory: which smaller batch would. */
import { UserError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { compile, isDeviceError, sizeOf } from '../../engine/index.ts'
import type { DeviceName, HostTensorMap, SpecMap } from '../../engine/index.ts'
import { createNetwork } from '../../model/network.ts'
import { batchShape, trainingProgram } from '../../model/training-program.ts'

/** Fields of the recipe that hold the size of a batch, in the words of `--set`. */
interface Smaller {
  readonly recipe: Recipe
  readonly field: string
  readonly value: number
}

/** Half the batch; undefined where it cannot be halved any more. */
export function halved(recipe: Recipe): Smaller | undefined {
  const { sampler } = recipe
  const half = (field: string, value: number, least: number): Smaller | undefined => {
    const smaller = Math.floor(value / 2)
    if (smaller < least) return undefined
    const changed = { ...recipe, sampler: { ...sampler, [field]: smaller } as Recipe['sampler'] }
    return { recipe: changed, field: `sampler.${field}`, value: smaller }
  }
  switch (sampler.kind) {
    case 'pairs':
      // Half of them are of one class, half of two.
      return half('pairs', sampler.pairs - (sampler.pairs % 4), 2)
    case 'balanced':
      return half('classes', sampler.classes, 2)
    case 'episodes':
      return sampler.queries > 1 ? half('queries', sampler.queries, 1) : half('way', sampler.way, 2)
    case 'all':
      return undefined
  }
}

/** The largest of the halves, quarters and so on that a step works with. */
export async function largestThatFits(
  recipe: Recipe,
  fits: (recipe: Recipe) => Promise<boolean>,
): Promise<Smaller | undefined> {
  for (let smaller = halved(recipe); smaller; smaller = halved(smaller.recipe))
    if (await fits(smaller.recipe)) return smaller
  return undefined
}

export const isFullMemory = (error: unknown): error is UserError =>
  isDeviceError(error) && error.code === 'engine/out-of-memory'

function blank(specs: SpecMap): HostTensorMap {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape, dtype }]) => {
      const size = sizeOf(shape)
      return [name, { shape, dtype, data: dtype === 'int32' ? new Int32Array(size) : new Float32Array(size).fill(0.5) }]
    }),
  )
}

/** Whether one step fits, by taking it. @throws Error where something else than memory is in its way */
async function stepFits(recipe: Recipe, device: DeviceName): Promise<boolean> {
  const program = trainingProgram(recipe, createNetwork(recipe))
  try {
    const executable = await compile(program, device)
    try {
      await executable.run(blank(program.inputs))
    } finally {
      await executable.dispose()
    }
    return true
  } catch (error) {
    if (isFullMemory(error)) return false
    throw error
  }
}

/** The error for the person: how large a batch the device has room for. */
export async function withSizeThatFits(
  error: UserError,
  recipe: Recipe,
  device: DeviceName,
  fits: (recipe: Recipe) => Promise<boolean> = (smaller) => stepFits(smaller, device),
): Promise<UserError> {
  const { pictures } = batchShape(recipe)
  // A device that does not recover from it is no reason to hide what happened.
  const found = await largestThatFits(recipe, fits).catch(() => undefined)
  const message = `The memory of the device '${device}' is too small for steps of ${pictures} pictures.`
  if (!found)
    return new UserError('engine/out-of-memory', message, {
      subject: device,
      variant: 'none',
      values: { pictures },
      next: 'Make the pictures or the network smaller, or go on on another device with --resume --device cpu.',
      cause: error,
    })
  const fitting = batchShape(found.recipe).pictures
  return new UserError('engine/out-of-memory', message, {
    subject: device,
    variant: 'fits',
    values: { pictures, fits: fitting },
    next: `${fitting} pictures fit: train anew with --set ${found.field}=${found.value}, or go on on another device with --resume --device cpu.`,
    cause: error,
  })
}
