import { describe, expect, it } from 'vitest'
import { secondsLeft } from './time-left.ts'

describe('time left', () => {
  it('goes by how quick the work was so far', () => {
    expect(secondsLeft({ done: 25, total: 100, since: 1000 }, 6000)).toBe(15)
  })

  it.each([
    ['how much there is is not known', { done: 25, total: null, since: 0 }, 9000],
    ['nothing was done', { done: 0, total: 100, since: 0 }, 9000],
    ['all was done', { done: 100, total: 100, since: 0 }, 9000],
    ['it has just begun', { done: 25, total: 100, since: 0 }, 500],
  ] as const)('cannot be told where %s', (_, progress, now) => {
    expect(secondsLeft(progress, now)).toBeNull()
  })
})
