import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { readPictureFile, thumbnail } from './picture-files.ts'
import { scanDataset } from './scan.ts'
import { pgm, picture, temporaryFolder, writeTree } from './test-support.ts'

it('gives thumbnails and files by the number of the picture', async () => {
  const large = await picture(1, { width: 300, height: 150, as: 'jpeg' })
  const folder = writeTree({ 'wrap/a/1.jpg': large, 'wrap/b/1.pgm': pgm(2, 10, 20) })
  const dataset = await scanDataset(folder, { cacheDir: temporaryFolder() })
  expect(Buffer.compare(await readPictureFile(dataset, 0), large)).toBe(0)
  const sizeOf = async (index: number) => {
    const { format, width, height } = await sharp(await thumbnail(dataset, index, 64)).metadata()
    return [format, width, height]
  }
  expect(await sizeOf(0)).toEqual(['webp', 64, 32])
  expect(await sizeOf(1)).toEqual(['webp', 10, 20])
  await expect(thumbnail(dataset, 2, 64)).rejects.toThrow(RangeError)
  writeFileSync(join(folder, 'wrap/a/1.jpg'), 'changed')
  await expect(thumbnail(dataset, 0, 64)).rejects.toMatchObject({ name: 'UserError', subject: 'a/1.jpg' })
})
