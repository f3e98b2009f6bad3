import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { atPulse, pulse, PULSE } from './pulse.ts'

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000_140 }))
afterEach(() => {
  pulse()
  vi.useRealTimers()
})

describe('the pulse', () => {
  it('runs all that waits together, in the order of asking', () => {
    const told: string[] = []
    atPulse(() => told.push('first'))
    vi.advanceTimersByTime(60)
    atPulse(() => told.push('second'))
    expect(told).toEqual([])
    vi.advanceTimersByTime(40)
    expect(told).toEqual(['first', 'second'])
  })

  it('beats by the clock, whenever it is asked', () => {
    const at: number[] = []
    for (const wait of [0, 230, 10]) {
      vi.advanceTimersByTime(wait)
      atPulse(() => at.push(Date.now() % PULSE))
      vi.advanceTimersByTime(PULSE)
    }
    expect(at).toEqual([40, 40, 40])
  })

  it('can be had at once, and what is asked for meanwhile comes with the next', () => {
    const told: string[] = []
    atPulse(() => {
      told.push('now')
      atPulse(() => told.push('later'))
    })
    pulse()
    expect(told).toEqual(['now'])
    vi.advanceTimersByTime(PULSE)
    expect(told).toEqual(['now', 'later'])
  })
})
