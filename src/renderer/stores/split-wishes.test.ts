import { describe, expect, it } from 'vitest'
import { splitWishes } from './split-wishes.ts'

describe('splitWishes', () => {
  it('names groups, and gives shares of classes', () => {
    const groups = { by: 'group' as const, seed: 1, train: ['a/x', 'a/y'], validation: ['b/x', 'b/y'], test: ['c/x'] }
    expect(splitWishes(groups)).toEqual({ by: 'group', splitSeed: 1, validation: ['b'], test: ['c'] })
    const classes = { by: 'class' as const, seed: 1, train: ['a', 'b', 'c'], validation: [], test: ['d', 'e'] }
    expect(splitWishes(classes)).toEqual({ by: 'class', splitSeed: 1, validation: 0, test: 0.4 })
  })
})
