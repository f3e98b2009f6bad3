import { describe, expect, it } from 'vitest'
import type { ActiveTraining } from '../../shared/contract/training.ts'
import { trainingNews } from './announcements.ts'

const run = (state: ActiveTraining['state'], runId = 'a') => [{ runId, state }]

describe('what is said of trainings', () => {
  it.each([
    [[], run('starting'), 'trainingStarted'],
    [run('starting'), run('running'), undefined],
    [run('running'), run('running'), undefined],
    [run('running'), run('pausing'), undefined],
    [run('pausing'), run('paused'), 'trainingPaused'],
    [run('paused'), run('running'), 'trainingResumed'],
    [run('running'), run('ended'), 'trainingEnded'],
    [run('ended'), [], undefined],
    [run('stopping'), [], 'trainingEnded'],
    [run('running'), run('starting', 'b'), 'trainingStarted'],
    [[], run('failed'), undefined],
  ])('%j, then %j: %s', (before, after, expected) => {
    expect(trainingNews(before, after)).toBe(expected)
  })
})
