import { describe, expect, it } from 'vitest'
import { inPage, lateAnswers } from '../../../tests/fixtures/page.ts'
import type { PossibleMaps } from '../../shared/contract/embeddings.ts'
import { useMapping } from './mapping.ts'

const maps: PossibleMaps = { parts: [], groups: 0, uses: 0 }

describe('what maps a run allows', () => {
  it('is told of the run that was asked about last, whichever answer comes first', async () => {
    const { ask, give } = lateAnswers<{ runId: string }, PossibleMaps>()
    const mapping = inPage({ embeddings: { possible: ask } }, useMapping)
    void mapping.load('slow')
    void mapping.load('quick')
    await give({ runId: 'quick' }, maps)
    await give({ runId: 'slow' }, maps)
    expect(mapping.possible?.runId).toBe('quick')
  })
})
