/** Makes the batch of a step: draws it, reads its pictures, changes them. A pure function of the job and the step. */
import { membersOf, type Recipe } from '../../../shared/recipe.ts'
// Not from the folder's index: a batch thread has no use for the native decoder behind it.
import { openPackedFile, openSharedPictures } from '../../dataset/packed/packed-pictures.ts'
import type { PackedDescription, PackedPictures } from '../../dataset/packed/packed-pictures.ts'
import { augmentBatch } from '../augment/index.ts'
import { createSampler } from '../sampling/sampler.ts'
import type { Batch } from './batch.ts'

/** All that decides the batches of a run; it can be posted to a thread as it is. */
export interface BatchJob {
  readonly recipe: Pick<Recipe, 'seed' | 'input' | 'sampler' | 'augment' | 'encoder'>
  /** Picture indices of each training class. */
  readonly classes: readonly (readonly number[])[]
  readonly pictures: PackedDescription
  /** The pictures themselves where they fit into memory; otherwise they are read from the packed file. */
  readonly shared?: SharedArrayBuffer
  /** Bytes that each maker may hold of a packed file. @default 512 MiB */
  readonly memoryBudgetBytes?: number
}

export interface BatchMaker {
  /** @param memory for the images, used when it has the right length */
  make(step: number, memory?: Float32Array): Batch
  close(): void
}

function openPacked({ pictures, shared, memoryBudgetBytes }: BatchJob): PackedPictures {
  if (shared) return openSharedPictures(pictures, shared)
  return openPackedFile(pictures.path, memoryBudgetBytes === undefined ? {} : { memoryBudgetBytes })
}

/**
 * The pictures are opened with the first batch: a maker that only stands by takes no memory.
 * @throws UserError `data/…` when the classes cannot fill a batch; `make` throws `cache-unreadable`
 */
export function openMaker(job: BatchJob): BatchMaker {
  const { recipe, classes } = job
  const { seed, augment, input } = recipe
  const sampler = createSampler(recipe.sampler, classes, seed, augment.rotationsAsClasses, membersOf(recipe.encoder))
  const { width, height, channels } = job.pictures
  let pictures: PackedPictures | undefined
  let bytes = new Uint8Array(0)

  return {
    make(step, memory) {
      const drawn = sampler.batch(step)
      const count = drawn.pictures.length
      const length = count * width * height * channels
      if (bytes.length !== length) bytes = new Uint8Array(length)
      pictures ??= openPacked(job)
      const pixels = pictures.read(drawn.pictures, bytes)
      const images = memory?.length === length ? memory : new Float32Array(length)
      const turned = augment.rotationsAsClasses ? { rotations: drawn.rotations } : {}
      augmentBatch(
        { pixels, count, width, height, channels },
        { spec: augment, invert: input.invert, seed, step, ...turned },
        images,
      )
      return { step, count, images, labels: drawn.labels }
    },
    close: () => pictures?.close(),
  }
}
