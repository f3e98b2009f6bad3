import { describe, expect, it } from 'vitest'
import { arrangeClasses, gridRows } from './arrange.ts'

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
})

describe('the rows of the grid', () => {
  const classes = ['x/1', 'x/2', 'x/3', 'y/1'].map((name, index) => ({
    index,
    entry: { name, group: name.split('/')[0]!, pictures: 5, sample: [] },
  }))
  const shape = (rows: ReturnType<typeof gridRows>) =>
    rows.map((row) => (row.kind === 'group' ? `${row.name} (${row.classes})` : row.items.map(({ index }) => index)))

  it('begin anew with each group, and name it', () => {
    expect(shape(gridRows(classes, 2, 'byName'))).toEqual(['x (3)', [0, 1], [2], 'y (1)', [3]])
  })

  it('are full in another order, and without groups', () => {
    expect(shape(gridRows(classes, 3, 'byMost'))).toEqual([[0, 1, 2], [3]])
    const plain = classes.map(({ index, entry }) => ({ index, entry: { ...entry, group: null } }))
    expect(shape(gridRows(plain, 3, 'byName'))).toEqual([[0, 1, 2], [3]])
  })

  it('are none where nothing is found', () => {
    expect(gridRows([], 4, 'byName')).toEqual([])
  })
})
