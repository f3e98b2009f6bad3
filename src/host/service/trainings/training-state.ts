/** What a training is doing, folded from what is heard of it. Pure: the same inputs give the same state. */
import type { ActiveTraining, TrainingState } from '../../../shared/contract/training.ts'
import type { Refusal } from '../../../shared/contract/common.ts'
import type { SupervisorEvent } from '../../supervisor.ts'

/** Warnings and restarts kept; each kind of warning comes once, so more would mean something is wrong. */
const MOST_KEPT = 50

/** Besides what the supervisor tells: what the person ordered, and how it failed. */
export type TrainingInput =
  | SupervisorEvent
  | { readonly kind: 'ordered'; readonly order: 'pause' | 'resume' | 'stop' | 'cancel' }
  | { readonly kind: 'failed'; readonly error: Refusal & { message: string } }

/** A training about to start. */
export function startingState(runId: string): TrainingState {
  return {
    runId,
    state: 'starting',
    phase: null,
    step: 0,
    totalSteps: null,
    seconds: 0,
    secondsLeft: null,
    picturesPerSecond: null,
    waitingShare: null,
    best: null,
    warnings: [],
    restarts: [],
    pid: null,
    reason: null,
    error: null,
  }
}

/** Whether it is over: nothing changes it any more. */
export function isOver({ state }: Pick<TrainingState, 'state'>): boolean {
  return state === 'ended' || state === 'failed'
}

function ordered(state: TrainingState, order: 'pause' | 'resume' | 'stop' | 'cancel'): TrainingState['state'] {
  if (state.state === 'stopping' || order === 'stop' || order === 'cancel') return 'stopping'
  if (order === 'pause') return state.state === 'paused' ? 'paused' : 'pausing'
  if (state.state !== 'pausing' && state.state !== 'paused') return state.state
  return state.pid === null ? 'starting' : 'running'
}

/** State while the phase is entered. Opening and compiling belong to the start, wherever it starts from. */
function during(state: TrainingState, phase: NonNullable<TrainingState['phase']>['name']): TrainingState['state'] {
  if (state.state === 'stopping' || state.state === 'pausing') {
    return phase === 'paused' && state.state === 'pausing' ? 'paused' : state.state
  }
  if (phase === 'paused') return 'paused'
  return phase === 'opening' || phase === 'compiling' ? 'starting' : 'running'
}

/** @param at ISO date and time of the input */
export function reduce(state: TrainingState, input: TrainingInput, at: string): TrainingState {
  if (isOver(state)) return state
  switch (input.kind) {
    case 'ordered':
      return { ...state, state: ordered(state, input.order) }
    case 'started':
      return { ...state, pid: input.pid }
    case 'phase': {
      const { phase: name, done, total } = input
      return { ...state, state: during(state, name), phase: { name, done, total } }
    }
    case 'progress': {
      const { step, totalSteps, seconds, secondsLeft, picturesPerSecond, waitingShare } = input
      return { ...state, step, totalSteps, seconds, secondsLeft, picturesPerSecond, waitingShare }
    }
    case 'validation': {
      const { step, seconds, accuracy } = input
      return { ...state, step, seconds, ...(input.best ? { best: { step, accuracy } } : {}) }
    }
    case 'warning': {
      const { kind: _, ...warning } = input
      return { ...state, warnings: [...state.warnings, warning].slice(-MOST_KEPT) }
    }
    case 'restarted': {
      const restart = { attempt: state.restarts.length + 1, cause: input.cause, at }
      const restarts = [...state.restarts, restart].slice(-MOST_KEPT)
      const now = state.state === 'stopping' || state.state === 'pausing' ? state.state : 'starting'
      // A pause that was held is held again: the supervisor repeats the order.
      return { ...state, state: state.state === 'paused' ? 'pausing' : now, pid: null, phase: null, restarts }
    }
    case 'done': {
      const { reason, step, seconds, best } = input
      return { ...state, state: 'ended', reason, step, seconds, secondsLeft: null, best, pid: null, phase: null }
    }
    case 'failed':
      return { ...state, state: 'failed', error: input.error, pid: null, phase: null, secondsLeft: null }
    case 'checkpoint':
    case 'pairs':
      return state
  }
}

/** What the side bar shows of it. */
export function activeOf({ runId, state, step, totalSteps, secondsLeft, best }: TrainingState): ActiveTraining {
  return { runId, state, step, totalSteps, secondsLeft, best }
}
