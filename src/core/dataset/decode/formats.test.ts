import { describe, expect, it } from 'vitest'
import { isCutShort } from './cut-short.ts'
import { formatOfName, sniffFormat } from './formats.ts'
import type { Encoding } from '../test-support.ts'
import { pgm, picture } from '../test-support.ts'

describe('formats', () => {
  it.each<Encoding>(['png', 'jpeg', 'webp', 'tiff', 'gif', 'avif'])('knows %s by its bytes and its end', async (as) => {
    const file = await picture(1, { as })
    expect(sniffFormat(file)).toBe(as)
    expect(sniffFormat(file.subarray(0, 64))).toBe(as)
    expect(isCutShort(file, as)).toBe(false)
    for (const share of [0.3, 0.9, 0.99]) {
      expect(isCutShort(file.subarray(0, Math.floor(file.length * share)), as), `${share}`).toBe(true)
    }
  })

  it('is not taken in by words', () => {
    expect(sniffFormat(pgm(1))).toBe('pnm')
    for (const text of ['', 'P', 'P2P networks', 'BM is a word', 'GIF', 'RIFFxxxxWAVE', 'II, the second']) {
      expect(sniffFormat(Buffer.from(text))).toBeUndefined()
    }
  })

  it('knows endings in any case', () => {
    expect(formatOfName('a/b.c/photo.JPG')).toBe('jpeg')
    expect(formatOfName('a.png/photo')).toBeUndefined()
    expect(formatOfName('photo.txt')).toBeUndefined()
  })
})
