import { describe, expect, it } from 'vitest'
import type { RunDetail } from '../../shared/contract/runs.ts'
import type { TrainingPlan } from '../../shared/contract/plan.ts'
import type { DatasetSummary } from '../../shared/contract/datasets.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { inPage, lateAnswers } from '../../../tests/fixtures/page.ts'
import { useDataset } from './dataset.ts'
import { useDuplicating } from './duplicating.ts'
import { usePlan } from './plan.ts'

const base = { name: 'all-pairs', seed: 0 } as Recipe
const detail = (seed: number) => ({ dataset: null, details: { recipe: { ...base, seed } } }) as unknown as RunDetail

function page() {
  const { ask, give } = lateAnswers<{ id: string }, RunDetail>()
  const client = {
    runs: { get: ask },
    plan: {
      presets: () => Promise.resolve([{ name: 'all-pairs', recipe: base }]),
      make: ({ overrides }: { overrides: { seed?: number } }) =>
        Promise.resolve({ recipe: { ...base, ...overrides } } as unknown as TrainingPlan),
    },
  }
  return inPage(client, () => {
    const dataset = useDataset()
    dataset.current = { id: 'd', hash: 'h' } as DatasetSummary
    return { give, plan: usePlan(), duplicating: useDuplicating() }
  })
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

describe('using the recipe of a run again', () => {
  it('leaves nothing to be started until it is known', async () => {
    const { give, plan, duplicating } = page()
    await settled()
    expect(plan.plan?.recipe.seed).toBe(0)
    const done = duplicating.start('run')
    expect(plan.plan).toBeNull()
    await plan.make()
    expect(plan.plan).toBeNull()
    await give({ id: 'run' }, detail(7))
    await done
    await settled()
    expect(plan.plan?.recipe.seed).toBe(7)
  })

  it('means the run that was named last, whichever answer comes first', async () => {
    const { give, plan, duplicating } = page()
    const slow = duplicating.start('slow')
    const quick = duplicating.start('quick')
    await give({ id: 'quick' }, detail(2))
    await give({ id: 'slow' }, detail(1))
    await Promise.all([slow, quick])
    await settled()
    expect(plan.plan?.recipe.seed).toBe(2)
  })
})
