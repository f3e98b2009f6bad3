import { describe, expect, it } from 'vitest'
import { countKinds, problemRows, rowsOfKind, worstHarm } from './problems.ts'

const words = {
  duplicates: 'twice',
  duplicatesAcross: 'in two classes',
  duplicatesSplit: (parts: readonly string[]) => `in ${parts.join(' and ')}`,
  alike: 'alike',
  alikeAcross: 'alike in two classes',
  alikeSplit: (parts: readonly string[]) => `alike in ${parts.join(' and ')}`,
  torn: (parts: readonly string[]) => `one name in ${parts.join(' and ')}`,
}
const none = { sets: [] }

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
    none,
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
    expect(rowsOfKind(rows, 'truncated').rows.map(({ kind }) => kind)).toEqual(['truncated'])
    expect(rowsOfKind(rows, 'empty-class')).toEqual({ kind: null, rows })
    expect(rowsOfKind(rows, null)).toEqual({ kind: null, rows })
  })
})

describe('look-alikes and names in the list', () => {
  const source = {
    classes: ['x/oak', 'x/fir', 'y/ash', 'y/Oak'].map((name) => ({ name })),
    problems: [],
    duplicates: [{ paths: ['x/oak/1.png', 'y/ash/1.png'], pictures: [0, 9], acrossClasses: true }],
  }
  const sets = [
    { paths: ['x/oak/2.png', 'x/oak/3.png'], pictures: [1, 2], classes: [0, 0], acrossClasses: false },
    { paths: ['x/oak/4.png', 'x/fir/1.png'], pictures: [3, 5], classes: [0, 1], acrossClasses: true },
    { paths: ['x/oak/5.png', 'y/ash/2.png'], pictures: [4, 10], classes: [0, 2], acrossClasses: true },
  ]
  const rows = problemRows(source, { sets }, ['train', 'train', 'test', 'test'], words)

  it('come by the harm they do a test, what is certain first', () => {
    expect(rows.map(({ message, harm }) => [message, harm])).toEqual([
      ['x/oak/1.png = y/ash/1.png (in train and test)', 'split'],
      ['x/oak/5.png ≈ y/ash/2.png (alike in train and test)', 'split'],
      ['x/oak = y/Oak (one name in train and test)', 'split'],
      ['x/oak/4.png ≈ x/fir/1.png (alike in two classes)', 'classes'],
      ['x/oak/2.png ≈ x/oak/3.png (alike)', 'inClass'],
    ])
    expect(rows[1]?.shows).toEqual({ kind: 'look-alikes', paths: ['x/oak/5.png', 'y/ash/2.png'], pictures: [4, 10] })
    expect(worstHarm(rows)).toBe('split')
    expect(worstHarm(rows.slice(4))).toBe('inClass')
    expect(worstHarm([])).toBeUndefined()
  })

  it('cross no split where there is none yet', () => {
    const unplanned = problemRows(source, { sets }, [], words)
    expect(unplanned.map(({ harm }) => harm)).toEqual(['classes', 'classes', 'classes', 'inClass'])
  })
})
