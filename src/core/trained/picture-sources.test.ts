import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tinyData } from '../../../tests/fixtures/tiny-run.ts'
import type { TinyData } from '../../../tests/fixtures/tiny-run.ts'
import { decodeFile } from '../dataset/index.ts'
import { datasetSource, turnedSource } from './picture-sources.ts'

let data: TinyData
beforeAll(async () => void (data = await tinyData({ classes: 3, pictures: 2 })))
afterAll(() => rm(data.dir, { recursive: true, force: true }))

describe('turned pictures', () => {
  const target = { width: 20, height: 20, channels: 1 } as const

  it('are what the file gives once it is turned itself', async () => {
    const { dataset, cacheDir } = data
    const count = dataset.pictures.length
    const source = turnedSource(datasetSource(dataset, cacheDir))
    expect(source.pictures).toHaveLength(4 * count)
    const file = path.join(dataset.root, dataset.pictures[4]!.path)
    const pixels = (await readFile(file)).subarray(-400)
    const reader = await source.open(target)
    try {
      for (const [turns, turn] of [0, 90, 180, 270].entries()) {
        // sharp turns clockwise.
        const turned = path.join(data.dir, `turned-${turn}.png`)
        const raw = { width: 20, height: 20, channels: 1 } as const
        await writeFile(turned, await sharp(pixels, { raw }).rotate(-turn).png().toBuffer())
        const index = turns * count + 4
        expect(await reader.read([index])).toEqual(new Uint8Array(await decodeFile(turned, target)))
        expect(reader.hash?.(index) === dataset.pictures[4]!.hash).toBe(turn === 0)
      }
      const [first, second] = [await reader.read([count + 4]), await reader.read([4])]
      expect(await reader.read([count + 4, 4])).toEqual(Uint8Array.from([...first, ...second]))
    } finally {
      reader.close()
    }
  })

  it('are refused at a size that is not square', async () => {
    const reader = await turnedSource(datasetSource(data.dataset, data.cacheDir)).open({ ...target, width: 10 })
    try {
      await expect(Promise.resolve().then(() => reader.read([data.dataset.pictures.length]))).rejects.toMatchObject({
        code: 'protocol/not-square',
      })
    } finally {
      reader.close()
    }
  })
})
