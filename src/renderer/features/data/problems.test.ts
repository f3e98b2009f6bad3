import { describe, expect, it } from 'vitest'
import { countKinds, problemRows } from './problems.ts'

const words = {
  duplicates: 'twice',
  duplicatesAcross: 'in two classes',
  duplicatesSplit: (parts: readonly string[]) => `in ${parts.join(' and ')}`,
}

describe('the list of problems', () => {
  const rows = problemRows(
    {
      classes: ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name })),
      problems: [
        { kind: 'single-picture-class', path: 'a', message: 'a has one.', leftOut: false },
        { kind: 'truncated', path: 'b/1.png', message: 'b/1.png is cut short.', leftOut: true },
      ],
      duplicates: [
        { paths: ['c/1.png', 'c/2.png'], pictures: [1, 2], acrossClasses: false },
        { paths: ['c/1.png', 'd/2.png'], pictures: [1, 5], acrossClasses: true },
        { paths: ['around/c/1.png', 'around/e/2.png'], pictures: [1, 7], acrossClasses: true },
      ],
    },
    ['train', 'train', 'train', 'train', 'test'],
    words,
  )

  it('begins with what is left out, then with what may mislead', () => {
    expect(rows.map(({ message }) => message)).toEqual([
      'b/1.png is cut short.',
      'around/c/1.png = around/e/2.png (in train and test)',
      'c/1.png = d/2.png (in two classes)',
      'c/1.png = c/2.png (twice)',
      'a has one.',
    ])
    expect(rows.map(({ leftOut }) => leftOut)).toEqual([true, false, false, false, false])
  })

  it('shows the copies, or the class', () => {
    expect(rows.map(({ shows }) => shows)).toEqual([
      undefined,
      { kind: 'copies', paths: ['around/c/1.png', 'around/e/2.png'], pictures: [1, 7] },
      { kind: 'copies', paths: ['c/1.png', 'd/2.png'], pictures: [1, 5] },
      { kind: 'copies', paths: ['c/1.png', 'c/2.png'], pictures: [1, 2] },
      { kind: 'class', index: 0 },
    ])
  })

  it('counts the kinds, most frequent first', () => {
    expect(countKinds(rows)).toEqual([
      ['duplicate', 3],
      ['truncated', 1],
      ['single-picture-class', 1],
    ])
  })
})
