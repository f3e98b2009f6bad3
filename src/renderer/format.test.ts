import { describe, expect, it } from 'vitest'
import { baseName, bytes, duration, figure, integer, percent, percentRange, roughDuration } from './format.ts'

describe('figures for people', () => {
  it('groups thousands', () => {
    expect([5, 1234, 1234567].map(integer)).toEqual(['5', '1\u202f234', '1\u202f234\u202f567'])
  })

  it('prints shares and intervals to one place', () => {
    expect(percent(0.92345)).toBe('92.3\u00a0%')
    expect(percentRange([0.9011, 0.9399])).toBe('[90.1, 94.0]')
  })

  it('prints lengths of time', () => {
    expect([0.42, 12.4, 59.6, 185, 7800].map(duration)).toEqual(['0.4 s', '12 s', '1:00 min', '3:05 min', '2:10 h'])
    expect([0.1, 1.4, 9.96, 185].map(roughDuration)).toEqual(['1 s', '1 s', '10 s', '3:05 min'])
  })

  it('prints sizes', () => {
    expect([999, 1400, 2.5e9].map(bytes)).toEqual(['999 B', '1.4 kB', '2.5 GB'])
  })

  it('prints figures of any size, and a dash for none', () => {
    expect([0, 0.03123, 4.712, 512.3, 1.2e-7, null, NaN].map(figure)).toEqual([
      '0.0000',
      '0.0312',
      '4.71',
      '512',
      '1.2e-7',
      '–',
      '–',
    ])
  })

  it('takes the last part of a path', () => {
    expect(['/a/b/', 'C:\\a\\b', 'b'].map(baseName)).toEqual(['b', 'b', 'b'])
  })
})
