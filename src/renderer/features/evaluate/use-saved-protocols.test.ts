import { describe, expect, it } from 'vitest'
import { effectScope, shallowRef } from 'vue'
import { inPage, lateAnswers } from '../../../../tests/fixtures/page.ts'
import type { InspectedProtocol } from '../../../shared/contract/protocols.ts'
import { useSavedProtocols } from './use-saved-protocols.ts'

const protocol = (hash: string) => ({ hash }) as InspectedProtocol

describe('saved protocols', () => {
  it('choose nothing until the one that was picked last is known', async () => {
    const { ask, give } = lateAnswers<object, InspectedProtocol>()
    const client = { protocols: { list: () => Promise.resolve([]), inspect: ask } }
    const chosen = shallowRef<InspectedProtocol | null>(protocol('before'))
    const scope = effectScope()
    const { choose, wanted } = inPage(client, () => scope.run(() => useSavedProtocols(() => 'run', chosen)))!
    void choose('slow')
    void choose('quick')
    expect([chosen.value, wanted.value]).toEqual([null, 'quick'])
    await give({ runId: 'run', hash: 'quick' }, protocol('quick'))
    await give({ runId: 'run', hash: 'slow' }, protocol('slow'))
    expect([chosen.value?.hash, wanted.value]).toEqual(['quick', 'quick'])
    scope.stop()
  })
})
