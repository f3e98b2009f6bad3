import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tinyRecipe } from '../../../../tests/fixtures/record.ts'
import { tinyData } from '../../../../tests/fixtures/tiny-run.ts'
import type { TinyData } from '../../../../tests/fixtures/tiny-run.ts'
import { openPictures } from '../../dataset/index.ts'
import type { PackedPictures } from '../../dataset/index.ts'
import type { BatchJob, BatchSource } from './index.ts'
import { openBatches } from './index.ts'
import { startBatchThread } from './thread-handle.ts'
import type { BatchThread } from './thread-handle.ts'

let data: TinyData
let pictures: PackedPictures
beforeAll(async () => {
  data = await tinyData()
  pictures = await openPictures(data.dataset, { width: 16, height: 16, channels: 1 }, { cacheDir: data.cacheDir })
})
afterAll(async () => {
  pictures.close()
  await rm(data.dir, { recursive: true, force: true })
})

function job(): BatchJob {
  const recipe = tinyRecipe()
  const augment = { ...recipe.augment, elastic: 0.05, flip: 0.5, erase: 0.3, rotationsAsClasses: true }
  const classes = data.dataset.classes.map((each) => each.pictures)
  return { recipe: { ...recipe, augment }, classes, pictures: pictures.describe() }
}

/** Copies, since a released batch's memory is used again. */
async function take(source: BatchSource, first: number, count: number) {
  const taken = []
  for (let step = first; step < first + count; step++) {
    const batch = await source.next(step)
    taken.push({ step: batch.step, images: batch.images.slice(), labels: batch.labels.slice(), count: batch.count })
    source.release(batch)
  }
  await source.close()
  return taken
}

describe('the batch pipeline', () => {
  it('gives the same batches whatever the number of threads, from any step on', async () => {
    const plain = await take(openBatches(job(), { threads: 0, firstStep: 0 }), 0, 12)
    expect(plain[0]?.count).toBe(8)
    expect(plain[0]?.images).not.toEqual(plain[1]?.images)
    const troubles: string[] = []
    const onTrouble = (message: string) => troubles.push(message)
    for (const threads of [1, 3]) {
      expect(await take(openBatches(job(), { threads, firstStep: 0, onTrouble }), 0, 12)).toEqual(plain)
      expect(await take(openBatches(job(), { threads, firstStep: 5, onTrouble }), 5, 7)).toEqual(plain.slice(5))
    }
    const shared = pictures.shareable()
    if (!shared) throw new Error('the tiny data fit into memory')
    expect(await take(openBatches({ ...job(), shared }, { threads: 1, firstStep: 0, onTrouble }), 0, 12)).toEqual(plain)
    expect(troubles).toEqual([])
  })

  it('goes on without its threads when they are lost', async () => {
    const plain = await take(openBatches(job(), { threads: 0, firstStep: 0 }), 0, 6)
    const troubles: string[] = []
    // A thread that dies after its second batch, and one that never starts.
    let started = 0
    const startThread = (each: BatchJob): BatchThread => {
      if (started++ > 0)
        return { make: () => Promise.reject(new Error('did not start')), close: () => Promise.resolve() }
      const thread = startBatchThread(each)
      let made = 0
      return {
        close: () => thread.close(),
        make: async (step, memory) => {
          if (made++ === 2) await thread.close()
          return thread.make(step, memory)
        },
      }
    }
    const onTrouble = (message: string) => troubles.push(message)
    const source = openBatches(job(), { threads: 2, firstStep: 0, onTrouble, startThread })
    expect(await take(source, 0, 6)).toEqual(plain)
    expect(troubles).toHaveLength(2)
  })

  it('says what is wrong with the data at once', () => {
    const one = { ...job(), classes: [data.dataset.classes[0]?.pictures ?? []] }
    expect(() => openBatches(one, { threads: 1, firstStep: 0 })).toThrow(
      expect.objectContaining({ code: 'data/too-few-classes' }),
    )
  })
})
