import { describe, expect, it } from 'vitest'
import { STAGES, stageState } from './stages.ts'

describe('stageState', () => {
  it.each([
    [null, ['now', 'ahead', 'ahead', 'ahead']],
    ['writing', ['done', 'done', 'now', 'ahead']],
    ['checking', ['done', 'done', 'done', 'now']],
  ] as const)('at %s', (now, states) => expect(STAGES.map((stage) => stageState(stage, now))).toEqual(states))
})
