import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import type { Ref } from 'vue'
import { useCalm } from './use-calm.ts'

beforeEach(() => {
  vi.useFakeTimers()
  // Just after a beat, as changes come.
  vi.setSystemTime(1_000_000_050)
})
afterEach(() => void vi.useRealTimers())

async function change<T>(source: Ref<T>, value: T, after: number): Promise<void> {
  vi.advanceTimersByTime(after)
  source.value = value
  await nextTick()
}

describe('a value followed calmly', () => {
  it('changes with its source, but once in each interval of the clock, and catches up', async () => {
    const source = shallowRef(0)
    const scope = effectScope()
    const calm = scope.run(() => useCalm(() => source.value, 1000))!
    const seen: number[] = []
    for (let beat = 1; beat <= 9; beat++) {
      await change(source, beat, 250)
      seen.push(calm.value)
    }
    expect(seen).toEqual([1, 1, 1, 4, 4, 4, 4, 8, 8])
    await change(source, 10, 0)
    expect(calm.value).toBe(8)
    vi.advanceTimersByTime(1000)
    expect(calm.value).toBe(10)
    scope.stop()
  })

  it('changes together with others, whenever they began', async () => {
    const source = shallowRef(0)
    const scope = effectScope()
    const early = scope.run(() => useCalm(() => source.value, 1000))!
    await change(source, 1, 500)
    const late = scope.run(() => useCalm(() => source.value, 1000))!
    await change(source, 2, 200)
    await change(source, 3, 400)
    expect([early.value, late.value]).toEqual([3, 3])
    scope.stop()
  })

  it('takes news at once', async () => {
    const source = shallowRef({ state: 'running', step: 0 })
    const scope = effectScope()
    const calm = scope.run(() =>
      useCalm(
        () => source.value,
        1000,
        (now, shown) => now.state !== shown.state,
      ),
    )!
    await change(source, { state: 'running', step: 1 }, 10)
    await change(source, { state: 'running', step: 2 }, 10)
    expect(calm.value.step).toBe(1)
    await change(source, { state: 'paused', step: 3 }, 10)
    expect(calm.value.step).toBe(3)
    scope.stop()
  })
})
