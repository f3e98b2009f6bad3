import { describe, expect, it } from 'vitest'
import type { TrainingPoint } from '../../../shared/contract/training.ts'
import { conflated, Mailbox } from './mailbox.ts'
import { thinned } from './thin-points.ts'

describe('a conflated stream', () => {
  it('gives the first value at once, gathers while nobody reads, and ends with the last one', async () => {
    const mailbox = new Mailbox()
    let value = 0
    const stream = conflated(mailbox, () => value, 1, undefined)
    expect(await stream.next()).toEqual({ done: false, value: 0 })
    for (value = 1; value < 5; value++) mailbox.notify()
    expect(await stream.next()).toEqual({ done: false, value: 5 })
    value = 6
    mailbox.notify()
    mailbox.close()
    expect(await stream.next()).toEqual({ done: false, value: 6 })
    expect(await stream.next()).toEqual({ done: true, value: undefined })
  })

  it('waits for a change and ends when the reader goes', async () => {
    const controller = new AbortController()
    const stream = conflated(new Mailbox(), () => 1, 1, controller.signal)
    await stream.next()
    const waiting = stream.next()
    setTimeout(() => controller.abort(), 5)
    expect(await waiting).toEqual({ done: true, value: undefined })
  })

  it('gives no more often than it should', async () => {
    const mailbox = new Mailbox()
    const begin = performance.now()
    let given = 0
    const noise = setInterval(() => mailbox.notify(), 1)
    for await (const _ of conflated(mailbox, () => 0, 30, undefined)) if (++given === 4) break
    clearInterval(noise)
    // The first comes at once, and the next beat may be near: two whole ones remain.
    expect(performance.now() - begin).toBeGreaterThan(55)
  })
})

describe('thinning points', () => {
  it('keeps about half, with every peak and the last', () => {
    const points: TrainingPoint[] = Array.from({ length: 101 }, (_, step) => {
      const loss = step === 50 ? 9 : step === 61 ? -9 : step === 70 ? null : Math.sin(step)
      return { step, loss, smoothedLoss: null, rate: null, same: null, different: null }
    })
    const kept = thinned(points)
    expect(kept.length).toBeLessThan(60)
    expect(kept.map(({ step }) => step)).toEqual(expect.arrayContaining([50, 61, 100]))
    expect(kept).toEqual([...kept].sort((a, b) => a.step - b.step))
  })
})
