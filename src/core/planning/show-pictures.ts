/** Pictures of a batch as the network would be fed them, without preparing the rest of it. */
import type { DatasetInfo, PictureInfo } from '../../shared/dataset.ts'
import type { Pixels } from '../../shared/pixels.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { readPictures } from '../dataset/index.ts'
import { augmentBatch } from '../training/augment/index.ts'

export interface ShowInput {
  readonly source: Pick<DatasetInfo, 'root' | 'base'>
  readonly recipe: Pick<Recipe, 'input' | 'augment' | 'seed'>
  /** Pictures in the batch. */
  readonly count: number
  /** Quarter turns of each. */
  readonly rotations: Uint8Array
  /** The pictures that are wanted, and their places in the batch. */
  readonly wanted: readonly { readonly place: number; readonly picture: PictureInfo }[]
}

/**
 * One for each wanted picture. What the augmentation draws for a picture depends on its place alone, so the places of
 * the others stay empty.
 * @throws UserError naming a picture that has changed or is gone
 */
export async function showPictures(
  { source, recipe, count, rotations, wanted }: ShowInput,
  signal?: AbortSignal,
): Promise<Pixels[]> {
  const { input, augment, seed } = recipe
  const { width, height, channels, invert } = input
  const length = width * height * channels
  const read = await readPictures(
    source,
    wanted.map(({ picture }) => picture),
    input,
    signal,
  )
  const pixels = new Uint8Array(count * length)
  wanted.forEach(({ place }, i) => pixels.set(read[i] ?? [], place * length))
  const images = new Float32Array(count * length)
  const turned = augment.rotationsAsClasses ? { rotations } : {}
  augmentBatch({ pixels, count, width, height, channels }, { spec: augment, invert, seed, step: 0, ...turned }, images)
  return wanted.map(({ place }) => {
    const values = images.subarray(place * length, (place + 1) * length)
    return {
      width,
      height,
      channels,
      // Ink is dark again, whatever the network takes.
      data: Uint8Array.from(values, (value) =>
        Math.max(0, Math.min(255, Math.round(255 * (invert ? 1 - value : value)))),
      ),
    }
  })
}
