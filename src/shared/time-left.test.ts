import { describe, expect, it } from 'vitest'
import { TimeLeft } from './time-left.ts'

describe('TimeLeft', () => {
  it('goes by how quick the work was so far', () => {
    const left = new TimeLeft()
    expect(left.after('embedding', 0, 100, 1000)).toBeNull()
    expect(left.after('embedding', 25, 100, 6000)).toBe(15)
    expect(left.after('embedding', 50, 100, 9000)).toBe(8)
  })

  it('leaves out what was there before it began', () => {
    const left = new TimeLeft()
    left.after('embedding', 900, 1000, 0)
    expect(left.after('embedding', 950, 1000, 10_000)).toBe(10)
  })

  it.each([
    ['another part', 'reading', 20, 100],
    ['another total', 'embedding', 30, 200],
    ['a smaller count', 'embedding', 3, 100],
  ] as const)('begins anew with %s', (_, what, done, total) => {
    const left = new TimeLeft()
    left.after('embedding', 0, 100, 0)
    expect(left.after('embedding', 20, 100, 10_000)).toBe(40)
    expect(left.after(what, done, total, 20_000)).toBeNull()
    expect(left.after(what, done + 10, total, 22_000)).toBeCloseTo((2 / 10) * (total - done - 10), 9)
  })

  it.each([
    ['how much there is is not known', 25, null, 9000],
    ['nothing was done', 0, 100, 9000],
    ['all was done', 100, 100, 9000],
    ['it has just begun', 25, 100, 500],
  ] as const)('cannot be told where %s', (_, done, total, now) => {
    const left = new TimeLeft()
    left.after('embedding', 0, total, 0)
    expect(left.after('embedding', done, total, now)).toBeNull()
  })
})
