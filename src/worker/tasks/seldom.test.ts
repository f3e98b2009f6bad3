import { afterEach, describe, expect, it, vi } from 'vitest'
import { seldom } from './seldom.ts'

afterEach(() => void vi.useRealTimers())

describe('seldom', () => {
  it('passes on the first and the last, and between them what comes 80 ms after the one before', () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    const told: number[] = []
    const report = seldom(({ done }: { done: number; total: number }) => told.push(done))
    for (let done = 0; done <= 10; done++) {
      report({ done, total: 10 })
      vi.advanceTimersByTime(30)
    }
    expect(told).toEqual([0, 3, 6, 9, 10])
  })

  it('passes on the first of each part', () => {
    const told: string[] = []
    const report = seldom(({ doing, done }: { doing: string; done: number; total: null }) => told.push(doing + done))
    for (const doing of ['reading', 'embedding'])
      for (let done = 0; done < 5; done++) report({ doing, done, total: null })
    expect(told).toEqual(['reading0', 'embedding0'])
  })
})
