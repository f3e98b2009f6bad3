import { describe, expect, it } from 'vitest'
import type { RunSummary } from '../../shared/contract/runs.ts'
import { seedMembers } from './seed-members.ts'

const run = (id: string, seed: number, groupSeeds: number[] | null) => ({ id, seed, groupSeeds }) as RunSummary

describe('seedMembers', () => {
  it('names the runs of the group, begun or not, in their order', () => {
    const first = run('letters-seed9', 9, [9, 10, 11])
    const third = run('letters-seed11', 11, [9, 10, 11])
    expect(seedMembers(third, [third, run('letters', 9, null), first])).toEqual([
      { seed: 9, id: 'letters-seed9', run: first },
      { seed: 10, id: 'letters-seed10', run: undefined },
      { seed: 11, id: 'letters-seed11', run: third },
    ])
  })

  it('finds none for a run that is alone, or has another name by now', () => {
    expect(seedMembers(run('letters-seed9', 9, null), [])).toEqual([])
    expect(seedMembers(run('the best', 9, [9, 10]), [])).toEqual([])
  })
})
