import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { scanDataset } from '../../dataset/index.ts'
import { temporaryFolder, writeTree } from '../../dataset/test-support.ts'
import { findLookAlikes } from './index.ts'

const SAMPLES = join(import.meta.dirname, '../../../../resources/samples')
const scan = (folder: string) => scanDataset(folder, { cacheDir: join(folder, '.cache') })

/** A drawing of some shapes that depend on the seed. */
function scene(seed: number, background = '#e8e0d0'): Promise<Buffer> {
  const at = (n: number) => ((seed * 37 + n * 71) % 160) + 20
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><rect width="200" height="200" fill="${background}"/>
    <circle cx="${at(1)}" cy="${at(2)}" r="${20 + (seed % 30)}" fill="#264"/>
    <rect x="${at(3) / 2}" y="${at(4) / 2}" width="${at(5)}" height="40" fill="#a31" transform="rotate(${seed * 29} 100 100)"/>
    <path d="M${at(6)} ${at(7)} L${at(8)} ${at(9)} L${at(10)} ${at(11)} Z" fill="#117"/></svg>`
  return sharp(Buffer.from(svg)).png().toBuffer()
}

async function folderOf(classes: Readonly<Record<string, readonly Buffer[]>>): Promise<string> {
  return writeTree(
    Object.fromEntries(
      Object.entries(classes).flatMap(([name, files]) => files.map((file, i) => [`${name}/${i}.png`, file])),
    ),
  )
}

describe('look-alikes of a folder', () => {
  it('are the same picture resized, saved anew or a little darker, and nothing else', async () => {
    const original = await scene(1)
    const folder = await folderOf({
      a: [original, await scene(2), await scene(3)],
      b: [await sharp(original).resize(120, 120).png().toBuffer(), await scene(4)],
      c: [
        await sharp(await scene(3))
          .jpeg({ quality: 60 })
          .toBuffer(),
        await scene(5),
      ],
      d: [
        await sharp(await scene(2))
          .modulate({ brightness: 0.95 })
          .png()
          .toBuffer(),
        await scene(6),
      ],
      // The same shapes on another colour are another thing.
      e: [await scene(4, '#4060ff'), await scene(7)],
    })
    const dataset = await scan(folder)
    const named = (await findLookAlikes(dataset, { cacheDir: folder })).map(({ pictures, acrossClasses }) => [
      pictures.map((index) => dataset.pictures[index]?.path),
      acrossClasses,
    ])
    expect(named).toEqual([
      [['a/0.png', 'b/0.png'], true],
      [['a/1.png', 'd/0.png'], true],
      [['a/2.png', 'c/0.png'], true],
    ])
  })

  it('leave copies of one file to the list of copies, unless a third file joins them', async () => {
    const original = await scene(1)
    const copies = await folderOf({ a: [original, await scene(2)], b: [original, await scene(3)] })
    expect(await findLookAlikes(await scan(copies), { cacheDir: copies })).toEqual([])
    const smaller = await sharp(original).resize(150, 150).png().toBuffer()
    const joined = await folderOf({ a: [original, await scene(2)], b: [original, smaller] })
    expect(await findLookAlikes(await scan(joined), { cacheDir: joined })).toEqual([
      { pictures: [0, 2, 3], acrossClasses: true },
    ])
  })

  it('are looked at once: what is remembered needs no file', async () => {
    const folder = await folderOf({ a: [await scene(1), await scene(2)], b: [await scene(3), await scene(4)] })
    const dataset = await scan(folder)
    const told: number[] = []
    await findLookAlikes(dataset, { cacheDir: folder, onProgress: ({ done }) => told.push(done) })
    expect(told.at(-1)).toBe(4)
    for (const name of readdirSync(join(folder, 'a'))) rmSync(join(folder, 'a', name))
    expect(await findLookAlikes(dataset, { cacheDir: folder })).toEqual([])
  })

  it('name a file that changed since the scan', async () => {
    const folder = await folderOf({ a: [await scene(1), await scene(2)], b: [await scene(3), await scene(4)] })
    const dataset = await scan(folder)
    writeFileSync(join(folder, 'a/1.png'), await scene(9))
    await expect(findLookAlikes(dataset, { cacheDir: folder })).rejects.toMatchObject({
      code: 'picture-unreadable',
      subject: 'a/1.png',
    })
  })
})

describe('look-alikes of the bundled samples', () => {
  it('are none in Omniglot: two people draw no letter alike', async () => {
    const cacheDir = temporaryFolder()
    const dataset = await scanDataset(join(SAMPLES, 'omniglot-background-small1.zip'), { cacheDir })
    expect(await findLookAlikes(dataset, { cacheDir })).toEqual([])
  })

  it('are the flat and the shaded version of one artist in the emoji, and an ox that is a water buffalo', async () => {
    const cacheDir = temporaryFolder()
    const dataset = await scanDataset(join(SAMPLES, 'emoji-objects.zip'), { cacheDir })
    const sets = await findLookAlikes(dataset, { cacheDir })
    const paths = sets.map(({ pictures }) => pictures.map((index) => dataset.pictures[index]?.path ?? ''))
    expect(sets.length).toBeGreaterThan(10)
    expect(paths.flat().filter((path) => !/\/fluent-emoji(-flat)?\.webp$/.test(path))).toEqual([])
    expect(paths.filter((_, i) => sets[i]?.acrossClasses).flat()).toEqual([
      'animals-nature/ox/fluent-emoji.webp',
      'animals-nature/water-buffalo/fluent-emoji-flat.webp',
      'animals-nature/water-buffalo/fluent-emoji.webp',
    ])
  })
})
