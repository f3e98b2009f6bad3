import { describe, expect, it } from 'vitest'
import { colour } from './colouring.ts'
import { COLOURS, MARKS, markOf, SHAPES } from './marks.ts'

const classes = [
  { name: 'Greek/alpha', group: 'Greek', part: 'train' },
  { name: 'Greek/beta', group: 'Greek', part: 'test' },
  { name: 'alone', group: null, part: 'train' },
] as const
const map = { classes: [...classes], classOf: [0, 1, 1, 2, 0] }
const words = {
  train: 'Training classes',
  validation: 'Validation classes',
  test: 'Test classes',
  noGroup: 'in no group',
}
const entriesOf = (by: 'class' | 'group' | 'part') =>
  colour(map, by, words).entries.map(({ label, points }) => [label, points])

describe('the colours of a map', () => {
  it('are by class, group or part, and count what they stand for', () => {
    expect(entriesOf('class')).toEqual([
      ['Greek/alpha', [0, 4]],
      ['Greek/beta', [1, 2]],
      ['alone', [3]],
    ])
    expect(entriesOf('group')).toEqual([
      ['Greek', [0, 1, 2, 4]],
      ['in no group', [3]],
    ])
    expect(entriesOf('part')).toEqual([
      ['Training classes', [0, 3, 4]],
      ['Test classes', [1, 2]],
    ])
    expect([...colour(map, 'part', words).entryOf]).toEqual([0, 1, 1, 0, 0])
  })

  it('give each part the same sign, whichever others are shown', () => {
    const all = colour(map, 'part', words).entries[1]!.mark
    const alone = colour({ classes: [classes[1]], classOf: [0] }, 'part', words).entries[0]!.mark
    expect(alone).toEqual(all)
  })

  it('come with shapes: no two of the first signs are the same, nor any two neighbours alike in either', () => {
    const marks = Array.from({ length: MARKS }, (_, i) => markOf(i))
    expect(new Set(marks.map(({ colour, shape }) => `${colour} ${shape}`)).size).toBe(COLOURS.length * SHAPES.length)
    marks.slice(1).forEach(({ colour, shape }, i) => {
      expect(colour).not.toBe(marks[i]!.colour)
      expect(shape).not.toBe(marks[i]!.shape)
    })
  })
})
