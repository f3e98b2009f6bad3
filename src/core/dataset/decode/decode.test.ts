import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { decodeBytes, decodeFile } from './decode.ts'
import type { Encoding } from '../test-support.ts'
import { pgm, picture, temporaryFolder, writeTree } from '../test-support.ts'

const GREY_2X2 = { width: 2, height: 2, channels: 1 } as const
const RGB_2X2 = { width: 2, height: 2, channels: 3 } as const

/** One colour, at any size. */
function plain(
  width: number,
  height: number,
  background: string | { r: number; g: number; b: number; alpha?: number },
  channels: 3 | 4 = 3,
) {
  return sharp({ create: { width, height, channels, background } })
}

describe('decodeBytes', () => {
  it.each<Encoding>(['png', 'jpeg', 'webp', 'tiff', 'gif', 'avif'])('decodes %s, small and large', async (as) => {
    for (const side of [20, 900]) {
      const file = await plain(side, side, { r: 200, g: 100, b: 50 }).toFormat(as).toBuffer()
      const pixels = await decodeBytes(file, RGB_2X2)
      expect(pixels).toHaveLength(12)
      for (const [i, expected] of [200, 100, 50].entries()) expect(Math.abs(pixels[i]! - expected)).toBeLessThan(6)
      const [grey = 0] = await decodeBytes(file, GREY_2X2)
      expect(Math.abs(grey - 124)).toBeLessThan(6)
    }
  })

  it('lays transparency on white', async () => {
    for (const side of [4, 900]) {
      const clear = plain(side, side, { r: 0, g: 0, b: 0, alpha: 0 }, 4)
      for (const as of ['png', 'webp', 'tiff', 'gif', 'avif'] as const) {
        const file = await clear.clone().tiff({ compression: 'lzw' }).toFormat(as).toBuffer()
        expect([...(await decodeBytes(file, GREY_2X2))], `${as} ${side}`).toEqual([255, 255, 255, 255])
      }
      const half = await plain(side, side, { r: 0, g: 0, b: 0, alpha: 0.5 }, 4).png().toBuffer()
      for (const value of await decodeBytes(half, RGB_2X2)) expect(Math.abs(value - 127)).toBeLessThan(3)
    }
  })

  it('turns a picture upright by its EXIF orientation', async () => {
    for (const scale of [1, 200]) {
      // Stored: red left, blue right. Orientation 6 means "turn clockwise to see it": red comes on top.
      const blue = await plain(4 * scale, 8 * scale, '#0000ff')
        .png()
        .toBuffer()
      const stored = plain(8 * scale, 8 * scale, '#ff0000').composite([{ input: blue, left: 4 * scale, top: 0 }])
      for (const as of ['jpeg', 'png', 'webp', 'tiff'] as const) {
        const file = await sharp(await stored.clone().png().toBuffer())
          .withMetadata({ orientation: 6 })
          .toFormat(as)
          .toBuffer()
        const pixels = await decodeBytes(file, { width: 4, height: 4, channels: 3 })
        expect(pixels[0], `${as} ${scale}`).toBeGreaterThan(200)
        expect(pixels[2 * 4 * 3 + 4 * 3 + 2], `${as} ${scale}`).toBeGreaterThan(200)
      }
    }
  })

  it('reads 16 bits a sample as their upper 8', async () => {
    const samples = new Uint16Array([0, 0x8080, 0xffff, 0x1234])
    const raw = sharp(samples, { raw: { width: 2, height: 2, channels: 1 } }).toColourspace('grey16')
    for (const file of [
      await raw.clone().png().toBuffer(),
      await raw.clone().tiff({ compression: 'none' }).toBuffer(),
    ]) {
      expect((await sharp(file).metadata()).depth).toBe('ushort')
      expect([...(await decodeBytes(file, GREY_2X2))]).toEqual([0, 0x80, 0xff, 0x12])
    }
  })

  it('keeps the proportions with `contain`, on white', async () => {
    for (const side of [8, 1600]) {
      const file = await plain(side, side / 2, '#000000')
        .png()
        .toBuffer()
      const pixels = await decodeBytes(file, { width: 4, height: 4, channels: 1, fit: 'contain' })
      expect([...pixels]).toEqual([255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255])
    }
  })

  it('reads CMYK', async () => {
    const file = await plain(20, 20, '#ff0000').toColourspace('cmyk').jpeg().toBuffer()
    const [red = 0, green = 255] = await decodeBytes(file, RGB_2X2)
    expect(red - green).toBeGreaterThan(100)
  })
})

describe('decodeFile', () => {
  it('takes a path or bytes', async () => {
    const folder = writeTree({ 'a.pgm': pgm(1, 2, 2), 'empty.png': '', 'text.png': 'hello, this is no picture' })
    const expected = [...pgm(1, 2, 2).subarray(-4)]
    expect([...(await decodeFile(`${folder}/a.pgm`, GREY_2X2))]).toEqual(expected)
    expect([...(await decodeFile(new Uint8Array(pgm(1, 2, 2)), GREY_2X2))]).toEqual(expected)
    for (const name of ['missing.png', 'empty.png', 'text.png']) {
      const failure = decodeFile(`${folder}/${name}`, GREY_2X2)
      await expect(failure).rejects.toMatchObject({ name: 'UserError', code: 'picture-unreadable' })
      await expect(failure).rejects.toThrow(name)
    }
  })

  it('refuses sizes that make no sense', async () => {
    const file = await picture(1)
    for (const wrong of [{ width: 0 }, { height: 1.5 }, { width: 100_000 }, { channels: 2 as never }]) {
      await expect(decodeFile(file, { ...GREY_2X2, ...wrong })).rejects.toMatchObject({ name: 'UserError' })
    }
    await expect(decodeFile(temporaryFolder(), GREY_2X2)).rejects.toMatchObject({ code: 'picture-unreadable' })
  })
})
