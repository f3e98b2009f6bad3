import { expect, it } from 'vitest'
import { partsOfClasses } from './split.ts'

it('tells the part of every class', () => {
  const split = { train: [0, 2], validation: [1], test: [4] }
  expect(partsOfClasses(5, split)).toEqual(['train', 'validation', 'train', undefined, 'test'])
})
