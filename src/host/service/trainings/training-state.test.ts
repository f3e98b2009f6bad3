import { describe, expect, it } from 'vitest'
import type { TrainingState } from '../../../shared/contract/training.ts'
import type { ProgressEvent, TrainingPhase } from '../../../shared/training.ts'
import { reduce, startingState } from './training-state.ts'
import type { TrainingInput } from './training-state.ts'

const AT = '2026-01-02T03:04:05.000Z'
const after = (...inputs: TrainingInput[]): TrainingState =>
  inputs.reduce((state, input) => reduce(state, input, AT), startingState('run'))

const phase = (name: TrainingPhase): TrainingInput => ({ kind: 'phase', phase: name, done: null, total: null })
const started: TrainingInput = { kind: 'started', pid: 7 }
const order = (name: 'pause' | 'resume' | 'stop' | 'cancel'): TrainingInput => ({ kind: 'ordered', order: name })
const KILLED = { code: 'restart/killed', values: { signal: 'SIGKILL' }, text: 'was killed by SIGKILL' }
const restarted: TrainingInput = { kind: 'restarted', attempt: 1, limit: 3, cause: KILLED }
const progress: ProgressEvent = {
  kind: 'progress',
  step: 12,
  totalSteps: 40,
  loss: 0.5,
  smoothedLoss: 0.6,
  rate: 0.01,
  picturesPerSecond: 100,
  seconds: 3,
  secondsLeft: 7,
  waitingShare: 0.1,
  accuracy: null,
  points: [],
}

describe('the state of a training', () => {
  it('goes from starting to running to its end', () => {
    expect(after(started, phase('compiling'))).toMatchObject({
      state: 'starting',
      pid: 7,
      phase: { name: 'compiling' },
    })
    expect(after(started, phase('training'), progress)).toMatchObject({
      state: 'running',
      step: 12,
      totalSteps: 40,
      secondsLeft: 7,
    })
    const done = after(started, phase('training'), progress, {
      kind: 'done',
      reason: 'budget',
      step: 40,
      seconds: 9,
      best: { step: 35, accuracy: 0.8 },
    })
    expect(done).toMatchObject({ state: 'ended', reason: 'budget', step: 40, pid: null, best: { accuracy: 0.8 } })
    expect(reduce(done, progress, AT)).toBe(done)
  })

  it('keeps the best validation only', () => {
    const one = (step: number, accuracy: number, best: boolean): TrainingInput => ({
      kind: 'validation',
      step,
      seconds: 1,
      accuracy,
      interval: [0, 1],
      chance: 0.2,
      way: 5,
      shot: 1,
      trials: 10,
      protocol: 'p',
      best,
    })
    expect(after(one(5, 0.6, true), one(10, 0.5, false)).best).toEqual({ step: 5, accuracy: 0.6 })
  })

  it('pauses when the trainer says so, not when it is asked to', () => {
    const pausing = [started, phase('training'), order('pause')]
    expect(after(...pausing).state).toBe('pausing')
    expect(after(...pausing, phase('validating'), progress).state).toBe('pausing')
    expect(after(...pausing, phase('paused')).state).toBe('paused')
    expect(after(...pausing, phase('paused'), order('resume')).state).toBe('running')
    expect(after(...pausing, order('resume')).state).toBe('running')
  })

  it('stops from anywhere, and nothing else is heard then', () => {
    for (const before of [[], [started], [phase('training')], [order('pause'), phase('paused')]]) {
      expect(after(...before, order('stop')).state).toBe('stopping')
      expect(after(...before, order('stop'), order('pause'), phase('training')).state).toBe('stopping')
    }
  })

  it('shows a restart with its cause, and pauses again where it was paused', () => {
    const once = after(started, phase('training'), restarted)
    expect(once).toMatchObject({ state: 'starting', pid: null })
    expect(once.restarts).toEqual([{ attempt: 1, cause: KILLED, at: AT }])
    const paused = after(started, order('pause'), phase('paused'), restarted)
    expect(paused.state).toBe('pausing')
    expect(
      after(started, restarted, started, phase('training'), restarted).restarts.map(({ attempt }) => attempt),
    ).toEqual([1, 2])
  })

  it('keeps the error it failed with', () => {
    const error = { code: 'files/disk-full', message: 'The disk is full.', next: 'Free some space.', subject: '/x' }
    expect(after(started, phase('training'), { kind: 'failed', error })).toMatchObject({
      state: 'failed',
      error,
      pid: null,
    })
  })
})
