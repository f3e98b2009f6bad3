import { describe, expect, it } from 'vitest'
import { keysOf, shownValues } from './use-sentence.ts'

describe('what a sentence of the host names', () => {
  it('is shown as people read it', () => {
    const shown = shownValues({ name: 'oak', count: 12345, share: { share: 0.8234 }, rate: 0.0312 })
    expect(shown).toEqual({ name: 'oak', count: '12\u202f345', share: '82.3\u00a0%', rate: '0.0312' })
  })
})

describe('the words of a code', () => {
  it('are looked for with the variant first', () => {
    expect(keysOf('host', 'protocol/way', 'too-large')).toEqual(['host.protocol_way--too-large', 'host.protocol_way'])
    expect(keysOf('said', 'data/torn-name')).toEqual(['said.data_torn-name'])
  })
})
