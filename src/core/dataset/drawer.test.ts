import { describe, expect, it } from 'vitest'
import { readDrawers } from './drawer.ts'

const named = (names: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(names).flatMap(([className, files]) =>
    files.map((file) => ({ className, path: `${className}/${file}` })),
  )

const same = (files: readonly string[]) => named({ a: files, b: files, c: files, d: files })

describe('readDrawers', () => {
  it('knows Omniglot', () => {
    const pictures = named({ 'g/a': ['0108_01.png', '0108_02.png'], 'g/b': ['0109_01.png', '0109_20.png'] })
    expect(readDrawers(pictures, 'auto')).toEqual({ drawers: ['01', '02', '01', '20'], pattern: 'NNNN_DD' })
    expect(readDrawers(pictures, 'none').pattern).toBeUndefined()
  })

  it('is not taken in by four digits that are no character', () => {
    expect(
      readDrawers(named({ a: ['2021_01.png', '2022_01.png'], b: ['2021_02.png'] }), 'auto').pattern,
    ).toBeUndefined()
    expect(readDrawers(named({ a: ['0001_01.png', '0001_01.jpg'] }), 'auto').pattern).toBeUndefined()
  })

  it('knows file names that are words and come back in most classes', () => {
    const pictures = [
      ...same(['noto.webp', 'noto-color.webp', 'twemoji.webp']),
      ...named({ e: ['noto.webp', 'odd.webp'] }),
    ]
    const { drawers, pattern } = readDrawers(pictures, 'auto')
    expect(pattern).toBe('file name')
    expect(drawers.slice(0, 3)).toEqual(['noto', 'noto-color', 'twemoji'])
    expect(drawers.at(-1)).toBeUndefined()
  })

  it.each([
    [['1.png', '2.png', '3.png']],
    [['img1.png', 'img2.png', 'img3.png']],
    [['a.png', 'b.png', 'c.png']],
    [['IMG_0001.jpg', 'IMG_0002.jpg']],
    [['photo (1).jpg', 'photo (2).jpg']],
    [['only.png']],
  ])('makes no drawers of mere numbering: %j', (files) => {
    expect(readDrawers(same(files), 'auto').pattern).toBeUndefined()
  })

  it('reads a pattern: its group named drawer, else its first', () => {
    const pictures = named({ a: ['cat_anna_03.jpg', 'cat_ben_01.jpg', 'other.jpg'] })
    expect(readDrawers(pictures, /_([a-z]+)_/).drawers).toEqual(['anna', 'ben', undefined])
    expect(readDrawers(pictures, '(cat)_(?<drawer>[a-z]+)_').drawers).toEqual(['anna', 'ben', undefined])
    expect(readDrawers(pictures, /_([a-z]+)_/g).drawers).toEqual(['anna', 'ben', undefined])
  })

  it.each(['(', '_(zzz)_', 'cat'])('says when the pattern %j is of no use', (pattern) => {
    const pictures = named({ a: ['cat_anna_03.jpg'] })
    expect(() => readDrawers(pictures, pattern)).toThrow(
      expect.objectContaining({ name: 'UserError', code: 'drawer-pattern' }) as Error,
    )
  })
})
