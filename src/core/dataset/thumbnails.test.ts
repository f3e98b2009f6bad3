import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, it, onTestFinished } from 'vitest'
import { noise, pgm, picture, temporaryFolder, writeTree, zipTree } from './test-support.ts'
import { Thumbnails } from './thumbnails.ts'

function open(): Thumbnails {
  const thumbnails = new Thumbnails()
  onTestFinished(() => thumbnails.close())
  return thumbnails
}

const sizeOf = async (bytes: Buffer) => {
  const { format, width, height } = await sharp(bytes).metadata()
  return [format, width, height]
}

it('shrinks and never enlarges; small pictures stay exact', async () => {
  const large = await picture(1, { width: 300, height: 150, as: 'jpeg' })
  const root = writeTree({ 'wrap/a/1.jpg': large, 'wrap/b/1.pgm': pgm(2, 10, 20) })
  const thumbnails = open()
  expect(await sizeOf(await thumbnails.make({ root, base: 'wrap/', path: 'a/1.jpg' }, 64))).toEqual(['webp', 64, 32])
  const small = await thumbnails.make({ root, base: 'wrap/', path: 'b/1.pgm' }, 192)
  expect(await sizeOf(small)).toEqual(['webp', 10, 20])
  const pixels = await sharp(small).extractChannel(0).raw().toBuffer()
  expect([...pixels]).toEqual([...noise(2, 10, 20, 1)])
})

it('reads zips, also one that was replaced while it was held open', async () => {
  const folder = temporaryFolder()
  const root = join(folder, 'set.zip')
  const thumbnails = open()
  writeFileSync(root, zipTree({ 'a/1.pgm': pgm(1, 10, 20) }))
  expect(await sizeOf(await thumbnails.make({ root, path: 'a/1.pgm' }, 64))).toEqual(['webp', 10, 20])
  writeFileSync(root, zipTree({ 'other/1.pgm': pgm(1), 'b/1.pgm': pgm(2, 7, 5) }))
  expect(await sizeOf(await thumbnails.make({ root, path: 'b/1.pgm' }, 64))).toEqual(['webp', 7, 5])
})

it('says which file has changed or is gone', async () => {
  const root = writeTree({ 'a/1.pgm': pgm(1) })
  const thumbnails = open()
  const changed = thumbnails.make({ root, path: 'a/1.pgm', hash: 'f'.repeat(64) }, 64)
  await expect(changed).rejects.toMatchObject({
    name: 'UserError',
    subject: 'a/1.pgm',
    message: expect.stringMatching(/has changed/),
  })
  await expect(thumbnails.make({ root, path: 'a/2.pgm' }, 64)).rejects.toMatchObject({
    message: expect.stringMatching(/cannot be read/),
  })
})
