import { describe, expect, it } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import { inPage, lateAnswers } from '../../../../tests/fixtures/page.ts'
import type { TrialDetail, TrialRow } from '../../../shared/contract/evaluations.ts'
import { useTrial } from './use-trial.ts'

describe('the trial in view', () => {
  it('is named by the draw that is shown, until the one that is asked for is there', async () => {
    const { ask, give } = lateAnswers<object, TrialDetail>()
    const scope = effectScope()
    const { shownDraw, redraw, isStale } = inPage({ evaluations: { trial: ask } }, () =>
      scope.run(() => useTrial({ runId: 'a', id: 'b' }, shallowRef({ trial: 3 } as TrialRow), () => [])),
    )!
    const asked = (draw: number) => ({ runId: 'a', id: 'b', trial: 3, redraw: draw })
    await give(asked(0), { trial: 3 } as TrialDetail)
    expect([shownDraw.value, isStale.value]).toEqual([0, false])
    redraw.value++
    await nextTick()
    expect([shownDraw.value, isStale.value]).toEqual([0, true])
    await give(asked(1), { trial: 3 } as TrialDetail)
    expect([shownDraw.value, isStale.value]).toEqual([1, false])
    scope.stop()
  })
})
