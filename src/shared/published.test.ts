import { describe, expect, it } from 'vitest'
import { isOmniglot, publishedFor } from './published.ts'

const of = (name: string, way: number, shot: number) => ({ protocol: { name }, way, shot, omniglot: true })

describe('published figures', () => {
  it('stand beside the trials they were made with', () => {
    const koch = publishedFor(of('koch', 20, 1))
    expect(koch.find(({ method }) => method === 'convSiamese')?.accuracy).toBe(0.92)
    expect(publishedFor(of('lake', 20, 1)).find(({ method }) => method === 'hausdorff')?.accuracy).toBe(0.612)
    expect(publishedFor(of('vinyals, 5-way, 5-shot', 5, 5))[0]).toMatchObject({
      method: 'prototypical',
      accuracy: 0.997,
    })
  })

  it('come from good to bad', () => {
    for (const [name, way, shot] of [
      ['koch', 20, 1],
      ['lake', 20, 1],
      ['vinyals', 20, 5],
    ] as const) {
      const found = publishedFor(of(name, way, shot)).map(({ accuracy }) => accuracy)
      expect(found).toEqual([...found].sort((a, b) => b - a))
      expect(found.length).toBeGreaterThan(2)
    }
  })

  it('stay away from other trials, other pictures and classes that were seen', () => {
    expect(publishedFor(of('koch, 5-way', 5, 1))).toEqual([])
    expect(publishedFor(of('kochs', 20, 1))).toEqual([])
    expect(publishedFor({ ...of('koch', 20, 1), omniglot: false })).toEqual([])
    expect(publishedFor({ ...of('koch, training classes (seen)', 20, 1), seen: 400 })).toEqual([])
  })

  it('know Omniglot by the names of its pictures', () => {
    expect(isOmniglot(['Latin/character01/0683_20.png', 'Latin/character15/0697_08.png (90°)'])).toBe(true)
    expect(isOmniglot(['run01/test/item01.png', 'run01/training/class20.png'])).toBe(true)
    expect(isOmniglot(['Latin/character01/0683_20.png', 'food/apple.png'])).toBe(false)
    expect(isOmniglot([])).toBe(false)
  })
})
