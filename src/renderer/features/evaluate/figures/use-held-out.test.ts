import { describe, expect, it } from 'vitest'
import { inPage } from '../../../../../tests/fixtures/page.ts'
import type { EvaluationPossible } from '../../../../shared/contract/evaluations.ts'
import { useEvaluations } from '../../../stores/evaluations.ts'
import { useHeldOut } from './use-held-out.ts'

const possible: EvaluationPossible = {
  ...{ classes: 'validation', count: 5, validation: 5, groups: 0, drawers: 0, largestWay: 5, way: 5 },
  ...{ withinGroup: false, acrossDrawer: false, named: [], parts: [], usedFor: [], uses: 0 },
}

describe('the held-out classes of a figure', () => {
  it('are those of its own run, while the page is about another', async () => {
    const client = { evaluations: { list: () => Promise.resolve([]), possible: () => Promise.resolve(possible) } }
    const { evaluations, kept, shown } = inPage(client, () => ({
      evaluations: useEvaluations(),
      kept: useHeldOut(() => 'before'),
      shown: useHeldOut(() => 'now'),
    }))
    await evaluations.load('now')
    expect(shown.classes.value).toBe('validation')
    expect(kept.classes.value).toBeNull()
  })
})
