import { describe, expect, it } from 'vitest'
import type { TrainingState } from '../../../shared/contract/training.ts'
import { isNews, steadyState } from './steady-state.ts'

const full = {
  state: 'running',
  step: 7,
  seconds: 3,
  warnings: [],
  restarts: [],
  error: null,
} as unknown as TrainingState

describe('the part of the state that changes seldom', () => {
  it('is the same object while only the step goes on', () => {
    const first = steadyState(full, undefined)
    expect(steadyState({ ...full, step: 8, seconds: 4, warnings: [] }, first)).toBe(first)
  })

  it('is another one when it says something else', () => {
    const first = steadyState({ ...full, step: 0 }, undefined)
    expect(first?.hasSteps).toBe(false)
    expect(steadyState(full, first)).toMatchObject({ hasSteps: true, state: 'running' })
    expect(steadyState({ ...full, state: 'paused' }, first)?.state).toBe('paused')
    expect(steadyState(null, first)).toBeNull()
  })
})

describe('news', () => {
  it('are another state or phase, not another step', () => {
    expect(isNews({ ...full, step: 9 }, full)).toBe(false)
    expect(isNews({ ...full, state: 'paused' }, full)).toBe(true)
    expect(isNews({ ...full, phase: { name: 'validating', done: null, total: null } }, full)).toBe(true)
    expect(isNews(full, null)).toBe(true)
    expect(isNews(null, null)).toBe(false)
  })
})
