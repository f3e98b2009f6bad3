import { describe, expect, it } from 'vitest'
import { rateAt } from '../../model/optimisers/index.ts'
import { Budget } from './budget.ts'

const schedule = { kind: 'cosine', warmup: 10 } as const

describe('a budget in steps', () => {
  const budget = new Budget({ steps: 100, minutes: null })

  it('depends on nothing but the step', () => {
    budget.measured(0.1, 5)
    expect(budget.schedule(40, 1, 10)).toEqual(budget.schedule(40, 1e6, 10))
    expect(budget.schedule(40, 1, 10)).toEqual({ step: 40, totalSteps: 100 })
    expect([budget.isOver(99, 1e9), budget.isOver(100, 0)]).toEqual([false, true])
    expect(budget.secondsLeft(40, 1)).toBeCloseTo(6)
    expect(budget.totalSteps(40, 1)).toBe(100)
  })
})

describe('a budget in minutes', () => {
  it.each([0.01, 0.05, 0.3])('brings the rate to zero at its end with steps of %s s', (stepSeconds) => {
    const budget = new Budget({ steps: null, minutes: 1 })
    const rates: number[] = []
    let seconds = 2
    let step = 0
    for (; !budget.isOver(step, seconds); step++) {
      rates.push(rateAt(schedule, { rate: 1 }, budget.schedule(step, seconds, schedule.warmup)))
      // The machine slows down half way.
      const took = stepSeconds * (seconds > 30 ? 2 : 1)
      seconds += took
      budget.measured(took, 1.5)
    }
    expect(seconds).toBeGreaterThan(57)
    expect(seconds).toBeLessThan(59.5)
    expect(Math.max(...rates)).toBeGreaterThan(0.9)
    expect(rates.at(-1)).toBeLessThan(0.01)
    const falling = rates.slice(schedule.warmup)
    expect(falling.every((rate, i) => i === 0 || rate <= (falling[i - 1] as number))).toBe(true)
  })

  it('keeps at least half of the time for steps', () => {
    const budget = new Budget({ steps: null, minutes: 1 })
    budget.measured(0.1, 500)
    expect(budget.isOver(10, 29)).toBe(false)
    expect(budget.isOver(10, 31)).toBe(true)
  })

  it('ends at the steps where both are given and they come first', () => {
    const budget = new Budget({ steps: 50, minutes: 10 })
    budget.measured(0.1, 0)
    expect(budget.schedule(25, 3, 0)).toEqual({ step: 25, totalSteps: 50 })
    expect(budget.isOver(50, 5)).toBe(true)
    expect(budget.totalSteps(25, 3)).toBe(50)
  })
})
