import { expect, it } from 'vitest'
import { readPictureFile } from './picture-files.ts'
import { scanDataset } from './scan.ts'
import { pgm, temporaryFolder, writeTree } from './test-support.ts'

it('gives files by the number of the picture', async () => {
  const folder = writeTree({ 'wrap/a/1.pgm': pgm(1), 'wrap/b/1.pgm': pgm(2, 10, 20) })
  const dataset = await scanDataset(folder, { cacheDir: temporaryFolder() })
  expect(Buffer.compare(await readPictureFile(dataset, 1), pgm(2, 10, 20))).toBe(0)
  await expect(readPictureFile(dataset, 2)).rejects.toThrow(RangeError)
})
