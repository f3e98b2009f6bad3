import { describe, expect, it } from 'vitest'
import { tornNames } from './guard.ts'

const classes = (...names: string[]) => names.map((name) => ({ name }))

describe('names in two parts of the split', () => {
  it('are found whatever group they stand in, and however they are written', () => {
    const found = tornNames(classes('summer/Oak', 'summer/fir', 'winter/oak ', 'winter/ash'), [
      'train',
      'train',
      'test',
      'test',
    ])
    expect(found).toEqual([{ name: 'Oak', classes: [0, 2], parts: ['train', 'test'] }])
  })

  it('are no matter within one part, or outside the split', () => {
    expect(tornNames(classes('a/oak', 'b/oak'), ['train', 'train'])).toEqual([])
    expect(tornNames(classes('a/oak', 'b/oak'), ['train', undefined])).toEqual([])
  })

  it('are not told by numbering: every alphabet has a first character', () => {
    const names = classes(
      'Greek/character01',
      'Latin/character01',
      'Greek/02',
      'Latin/02',
      'Greek/class_3',
      'Latin/class_3',
    )
    expect(tornNames(names, ['train', 'test', 'train', 'test', 'train', 'test'])).toEqual([])
  })
})
