import type { WebpOptions } from 'sharp'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { noise } from '../test-support.ts'
import { readSmallWebp } from './webp.ts'

function webp(seed: number, width: number, height: number, options: WebpOptions = {}): Promise<Buffer> {
  return sharp(noise(seed, width, height, 3), { raw: { width, height, channels: 3 } })
    .blur(1)
    .webp(options)
    .toBuffer()
}

it('reads what sharp reads, to the bit', async () => {
  const sizes = [
    [1, 1],
    [96, 96],
    [17, 33],
    [256, 256],
    [250, 3],
  ] as const
  for (const [i, [width, height]] of sizes.entries()) {
    const file = await webp(i, width, height, { quality: 20 + i * 20 })
    const own = await readSmallWebp(file)
    expect(own).toMatchObject({ width, height, channels: 3 })
    expect(Buffer.compare(own!.data, await sharp(file).raw().toBuffer())).toBe(0)
  }
})

it('leaves the rest to sharp: large, lossless, transparent, turned, cut short', async () => {
  const file = await webp(1, 60, 40)
  expect(await readSmallWebp(file)).toBeDefined()
  for (let cut = 1; cut < file.length; cut += 50) {
    expect(await readSmallWebp(file.subarray(0, file.length - cut))).toBeUndefined()
  }
  expect(await readSmallWebp(await webp(1, 300, 300))).toBeUndefined()
  expect(await readSmallWebp(await webp(1, 60, 40, { lossless: true }))).toBeUndefined()
  expect(await readSmallWebp(await sharp(file).ensureAlpha(0.5).webp().toBuffer())).toBeUndefined()
  expect(await readSmallWebp(await sharp(file).withMetadata({ orientation: 6 }).webp().toBuffer())).toBeUndefined()
})

it('survives damage', async () => {
  const file = await webp(2, 90, 90)
  for (let seed = 0; seed < 60; seed++) {
    const damaged = Buffer.from(file)
    noise(seed, 8, 1, 1).forEach((value, i) => (damaged[30 + ((seed * 131 + i * 17) % (file.length - 30))] = value))
    const own = await readSmallWebp(damaged)
    if (own !== undefined) expect(own).toMatchObject({ width: 90, height: 90 })
  }
  const whole = await readSmallWebp(file)
  expect(Buffer.compare(whole!.data, await sharp(file).raw().toBuffer())).toBe(0)
})
