import { describe, expect, it } from 'vitest'
import { useTrialFilter } from './use-trial-filter.ts'

describe('the filter of the list of trials', () => {
  it('is what the address says, until it is cleared', () => {
    const { only, clear } = useTrialFilter({ truth: 'a/b', chosen: 'c', sort: 'order' })
    expect(only.value).toEqual({ truth: 'a/b', chosen: 'c' })
    clear()
    expect(only.value).toEqual({})
    expect(useTrialFilter({ truth: '', chosen: ['a', 'b'] }).only.value).toEqual({})
  })
})
