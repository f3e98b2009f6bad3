import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { readSmallPng } from './png.ts'
import { flattenOnWhite, toChannels } from './raw-picture.ts'
import { noise, picture } from '../test-support.ts'

async function bySharp(file: Buffer) {
  const { data, info } = await sharp(file).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, channels: info.channels, data: new Uint8Array(data) }
}

describe('readSmallPng', () => {
  it('reads what sharp reads, for every kind of picture it takes', async () => {
    const shapes = fc.record({
      seed: fc.nat(1000),
      width: fc.integer({ min: 1, max: 40 }),
      height: fc.integer({ min: 1, max: 20 }),
      channels: fc.constantFrom(1 as const, 3 as const, 4 as const),
      palette: fc.boolean(),
      colours: fc.constantFrom(2, 4, 16, 200),
    })
    await fc.assert(
      fc.asyncProperty(shapes, async ({ seed, width, height, channels, palette, colours }) => {
        const raw = sharp(noise(seed, width, height, channels), { raw: { width, height, channels } })
        if (channels === 1) raw.toColourspace('b-w')
        const file = await raw.png(palette ? { palette, colours } : { adaptiveFiltering: true }).toBuffer()
        const own = readSmallPng(file)
        if (own === undefined) return
        const theirs = await bySharp(file)
        expect([own.width, own.height]).toEqual([width, height])
        const opaque = (read: typeof own) => toChannels(flattenOnWhite(read), 3).data
        expect(Buffer.compare(opaque(own), opaque(theirs))).toBe(0)
      }),
      { seed: 3, numRuns: 120 },
    )
  })

  it('takes the plain kinds', async () => {
    for (const channels of [1, 3, 4] as const) {
      const file = await picture(1, { width: 9, height: 7, channels })
      expect(readSmallPng(file)).toMatchObject({ width: 9, height: 7, channels })
    }
    const bits = await sharp(noise(1, 9, 7, 1), { raw: { width: 9, height: 7, channels: 1 } })
      .threshold()
      .png({ palette: true, colours: 2 })
      .toBuffer()
    expect(readSmallPng(bits)).toBeDefined()
  })

  it('leaves the rest to sharp: large, interlaced, cut short, damaged', async () => {
    const raw = { raw: { width: 30, height: 30, channels: 3 as const } }
    const file = await sharp(noise(1, 30, 30, 3), raw)
      .png()
      .toBuffer()
    expect(readSmallPng(file)).toBeDefined()
    for (let cut = 1; cut < file.length; cut += 97)
      expect(readSmallPng(file.subarray(0, file.length - cut))).toBeUndefined()
    const damaged = Buffer.from(file)
    damaged[file.length >> 1] = (damaged[file.length >> 1] ?? 0) ^ 1
    expect(readSmallPng(damaged)).toBeUndefined()
    expect(
      readSmallPng(
        await sharp(noise(1, 30, 30, 3), raw)
          .png({ progressive: true })
          .toBuffer(),
      ),
    ).toBeUndefined()
    const large = { create: { width: 600, height: 10, channels: 3 as const, background: '#fff' } }
    expect(readSmallPng(await sharp(large).png().toBuffer())).toBeUndefined()
  })
})
