import { describe, expect, it } from 'vitest'
import { countKinds, problemRows } from './problems.ts'

const words = { duplicates: 'twice', duplicatesAcross: 'in two classes' }

describe('the list of problems', () => {
  const rows = problemRows(
    {
      problems: [
        { kind: 'single-picture-class', path: 'a', message: 'a has one.', leftOut: false },
        { kind: 'truncated', path: 'b/1.png', message: 'b/1.png is cut short.', leftOut: true },
      ],
      duplicates: [
        { paths: ['c/1.png', 'c/2.png'], pictures: [1, 2], acrossClasses: false },
        { paths: ['c/1.png', 'd/2.png'], pictures: [1, 5], acrossClasses: true },
      ],
    },
    words,
  )

  it('begins with what is left out, then with what may mislead', () => {
    expect(rows.map(({ message }) => message)).toEqual([
      'b/1.png is cut short.',
      'c/1.png = d/2.png (in two classes)',
      'c/1.png = c/2.png (twice)',
      'a has one.',
    ])
    expect(rows.map(({ leftOut }) => leftOut)).toEqual([true, false, false, false])
  })

  it('counts the kinds, most frequent first', () => {
    expect(countKinds(rows)).toEqual([
      ['duplicate', 2],
      ['truncated', 1],
      ['single-picture-class', 1],
    ])
  })
})
