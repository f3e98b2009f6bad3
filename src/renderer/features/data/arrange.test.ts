import { describe, expect, it } from 'vitest'
import { arrangeClasses, partsOf } from './arrange.ts'

const classes = [
  { name: 'Latin/a', group: 'Latin', pictures: 3, sample: [] },
  { name: 'Greek/alpha', group: 'Greek', pictures: 9, sample: [] },
  { name: 'Greek/beta', group: 'Greek', pictures: 1, sample: [] },
]
const names = (found: ReturnType<typeof arrangeClasses>) => found.map(({ index }) => index)

describe('arranging classes', () => {
  it('finds all words, in any case', () => {
    expect(names(arrangeClasses(classes, 'GREEK al', 'byName'))).toEqual([1])
    expect(names(arrangeClasses(classes, '  ', 'byName'))).toEqual([0, 1, 2])
    expect(arrangeClasses(classes, 'cyrillic', 'byName')).toEqual([])
  })

  it('sorts by the number of pictures', () => {
    expect(names(arrangeClasses(classes, '', 'byMost'))).toEqual([1, 0, 2])
    expect(names(arrangeClasses(classes, '', 'byFewest'))).toEqual([2, 0, 1])
  })

  it('tells the part of every class', () => {
    expect(partsOf(4, { train: [0, 2], validation: [1], test: [] })).toEqual([
      'train',
      'validation',
      'train',
      undefined,
    ])
  })
})
