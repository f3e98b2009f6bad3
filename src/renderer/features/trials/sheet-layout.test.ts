import { describe, expect, it } from 'vitest'
import type { PictureRef } from '../../../shared/contract/common.ts'
import type { TrialDetail } from '../../../shared/contract/evaluations.ts'
import { layoutSheet, MOST_WAYS, waysOnSheet } from './sheet-layout.ts'
import type { Sheet } from './sheet-layout.ts'

const picture = (index: number): PictureRef => ({
  source: 'abc',
  index,
  path: `class${index}/${index}.png`,
  className: `class${index}`,
  drawer: null,
})

/** @param truth rank of the right class, 0 the nearest */
function trialOf(way: number, shot: number, truth: number): TrialDetail {
  return {
    trial: 7,
    query: picture(1000),
    ways: Array.from({ length: way }, (_, rank) => ({
      way: rank,
      className: `class${rank}`,
      supports: Array.from({ length: shot }, (_, s) => picture(rank * shot + s)),
      distance: (rank + 1) / way,
      truth: rank === truth,
      chosen: rank === 0,
    })),
    credit: truth === 0 ? 1 : 0,
    tied: 1,
    margin: -0.1,
    metric: 'cosine',
  }
}

const WORDS = {
  title: 'Trial 8',
  verdict: 'Wrong',
  query: 'Query',
  distance: 'Cosine distance',
  right: 'right class',
  chosen: 'chosen',
  tied: 'tied',
  more: (count: number) => `and ${count} more`,
}

/** Everything on it as boxes; a text as the room it may take. */
function boxes({ texts, pictures, bars }: Sheet) {
  return [
    ...pictures.map(({ x, y, size }) => ({ left: x, top: y, right: x + size, bottom: y + size })),
    ...bars.map(({ x, y, width, height }) => ({ left: x, top: y, right: x + width, bottom: y + height })),
    ...texts.map(({ x, y, size, align, maxWidth }) => ({
      left: align === 'left' ? x : x - maxWidth,
      top: y - size,
      right: align === 'left' ? x + maxWidth : x,
      bottom: y + 4,
    })),
  ]
}

describe('layoutSheet', () => {
  it.each([
    [2, 1, 1],
    [5, 5, 2],
    [20, 1, 0],
    [50, 100, 30],
    [1000, 3, 999],
  ])('keeps everything of a %d-way %d-shot trial on the sheet', (way, shot, truth) => {
    const sheet = layoutSheet(trialOf(way, shot, truth), WORDS)
    const outside = boxes(sheet).filter(
      ({ left, top, right, bottom }) => left < 0 || top < 0 || right > sheet.width || bottom > sheet.height,
    )
    expect(outside).toEqual([])
  })

  it('lays no picture over another', () => {
    const { pictures } = layoutSheet(trialOf(20, 5, 3), WORDS)
    const overlaps = pictures.flatMap((a, i) =>
      pictures
        .slice(i + 1)
        .filter((b) => a.x < b.x + b.size && b.x < a.x + a.size && a.y < b.y + b.size && b.y < a.y + a.size),
    )
    expect(overlaps).toEqual([])
  })

  it('draws bars on one scale, in the order of the ranks', () => {
    const widths = layoutSheet(trialOf(4, 1, 1), WORDS).bars.map(({ width }) => width)
    expect(widths).toEqual([1, 2, 3, 4].map((n) => Math.round((widths[3]! * n) / 4)))
  })

  it('says by sign and word which class is right and which was chosen', () => {
    const said = (truth: number) => layoutSheet(trialOf(3, 1, truth), WORDS).texts.map(({ text }) => text)
    expect(said(1)).toEqual(expect.arrayContaining(['class0   ✗ chosen', 'class1   ✓ right class']))
    expect(said(0)).toContain('class0   ✓ right class   chosen')
  })

  it('marks all classes of a tie alike', () => {
    const said = layoutSheet({ ...trialOf(3, 1, 1), tied: 2 }, WORDS).texts.map(({ text }) => text)
    expect(said).toEqual(expect.arrayContaining(['class0   = tied', 'class1   ✓ right class   = tied', 'class2']))
  })

  it('says how many ways it leaves out, but never leaves out the right one', () => {
    const trial = trialOf(1000, 1, 999)
    expect(waysOnSheet(trial.ways).map(({ rank }) => rank)).toEqual([
      ...Array.from({ length: MOST_WAYS }, (_, i) => i + 1),
      1000,
    ])
    expect(layoutSheet(trial, WORDS).texts.map(({ text }) => text)).toContain('and 979 more')
  })

  it('prints a dash where there is no distance', () => {
    const trial = trialOf(2, 1, 0)
    const sheet = layoutSheet({ ...trial, ways: trial.ways.map((way) => ({ ...way, distance: null })) }, WORDS)
    expect(sheet.texts.filter(({ text }) => text === '–')).toHaveLength(2)
    expect(sheet.bars.every(({ width }) => width === 0)).toBe(true)
  })
})
