import { describe, expect, it } from 'vitest'
import type { RunScore, RunSummary } from '../../shared/contract/runs.ts'
import { sameTrials } from './same-trials.ts'

const run = (id: string, ...names: string[]) =>
  ({
    id,
    dir: `/runs/${id}`,
    scores: names.map((name) => ({ protocol: { name, hash: `${name}-hash` } }) as RunScore),
  }) as RunSummary

describe('sameTrials', () => {
  it('gives the second run the trials of the first, or the other way round', () => {
    expect(sameTrials(run('a', 'koch'), run('b', 'article'))).toMatchObject({
      runId: 'b',
      choice: { protocol: '/runs/a/protocols/koch-hash.json', way: null },
      protocol: 'koch',
    })
    expect(sameTrials(run('a'), run('b', 'article'))).toMatchObject({ runId: 'a' })
  })

  it('has none to give where nothing was evaluated, or only the published runs', () => {
    expect(sameTrials(run('a'), run('b', 'lake'))).toBeUndefined()
    expect(sameTrials(undefined, run('b', 'koch'))).toBeUndefined()
  })
})
