import { describe, expect, it } from 'vitest'
import { ConnectionLost } from './errors.ts'
import { hostLink } from './link.ts'
import type { LiveConnection } from './link.ts'

/** Calls are answered with the connection's name, on the first one never. */
function connections() {
  const lost = new AbortController()
  const silent: LiveConnection = {
    lost: lost.signal,
    link: {
      call: (_path, _input, { signal }) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error))),
    },
  }
  const next: LiveConnection = { lost: new AbortController().signal, link: { call: () => Promise.resolve('next') } }
  return { silent, next, lose: () => lost.abort(new ConnectionLost()) }
}

describe('a call over which the connection is lost', () => {
  it.each([
    ['that only asks is asked again', ['runs', 'list'], 'next'],
    ['that does something is not done twice', ['runs', 'remove'], new ConnectionLost()],
  ])('%s', async (_, path, expected) => {
    const { silent, next, lose } = connections()
    const lives = [silent, next]
    const link = hostLink(
      () => Promise.resolve(lives.shift() ?? next),
      () => Promise.resolve(),
    )
    const answer = link.call(path, {}, { context: {} }).catch((error: unknown) => error)
    await new Promise((resolve) => setTimeout(resolve))
    lose()
    expect(await answer).toEqual(expected)
  })

  it('ends with the connection where there will be no other', async () => {
    const { silent, lose } = connections()
    const link = hostLink(
      () => Promise.resolve(silent),
      () => Promise.reject(new ConnectionLost()),
    )
    const answer = link.call(['runs', 'list'], {}, { context: {} }).catch((error: unknown) => error)
    await new Promise((resolve) => setTimeout(resolve))
    lose()
    expect(await answer).toBeInstanceOf(ConnectionLost)
  })
})
