import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import { useCalm } from './use-calm.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a value followed calmly', () => {
  it('changes with its source, but not more often than asked, and catches up', async () => {
    const source = shallowRef(0)
    const scope = effectScope()
    const calm = scope.run(() => useCalm(() => source.value, 1000))!
    const seen: number[] = []
    for (let beat = 1; beat <= 9; beat++) {
      vi.advanceTimersByTime(250)
      source.value = beat
      await nextTick()
      seen.push(calm.value)
    }
    expect(seen).toEqual([1, 1, 1, 1, 5, 5, 5, 5, 9])
    source.value = 10
    await nextTick()
    expect(calm.value).toBe(9)
    vi.advanceTimersByTime(1000)
    expect(calm.value).toBe(10)
    scope.stop()
  })
})
