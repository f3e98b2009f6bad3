import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Connector } from './connector.ts'
import { ConnectionLost, ConnectionRefused } from './errors.ts'
import type { Channel } from './transport.ts'
import { webSocketTransport } from './websocket.ts'
import type { SocketLike } from './websocket.ts'

/** A transport whose attempts the test decides one by one. */
function scripted() {
  const attempts: { accept(): () => void; fail(error?: Error): void }[] = []
  const open = () =>
    new Promise<Channel>((resolve, reject) => {
      attempts.push({
        accept: () => {
          let cut = (): void => undefined
          const drop = (): void => undefined
          resolve({ send: drop, onText: drop, onClose: (listener) => (cut = listener), close: () => cut() })
          return () => cut()
        },
        fail: (error = new ConnectionLost()) => reject(error),
      })
    })
  return { attempts, transport: { open } }
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const soon = () => vi.advanceTimersByTimeAsync(0)

describe('Connector', () => {
  it('lets the first calls wait for the connection', async () => {
    const { attempts, transport } = scripted()
    const connector = new Connector(transport)
    const live = connector.live(new AbortController().signal)
    expect(connector.status.value).toBe('connecting')
    attempts[0]?.accept()
    expect((await live).lost.aborted).toBe(false)
    expect(connector.status.value).toBe('connected')
    connector.close()
  })

  it('tries again after ever longer waits, and after a short one once it was connected', async () => {
    const { attempts, transport } = scripted()
    const connector = new Connector(transport)
    for (const wait of [250, 500, 1000, 2000, 4000, 5000, 5000]) {
      const before = attempts.length
      attempts.at(-1)?.fail()
      await vi.advanceTimersByTimeAsync(wait - 1)
      expect([connector.status.value, attempts.length]).toEqual(['lost', before])
      await vi.advanceTimersByTimeAsync(1)
      expect(attempts.length).toBe(before + 1)
    }
    const cut = attempts.at(-1)?.accept()
    await soon()
    expect(connector.status.value).toBe('connected')
    const before = attempts.length
    cut?.()
    await vi.advanceTimersByTimeAsync(250)
    expect(attempts.length).toBe(before + 1)
    connector.close()
  })

  it('tells calls under way that the connection was lost, and refuses new ones at once', async () => {
    const { attempts, transport } = scripted()
    const connector = new Connector(transport)
    const cut = attempts[0]?.accept()
    const { lost } = await connector.live(new AbortController().signal)
    cut?.()
    expect(lost.reason).toBeInstanceOf(ConnectionLost)
    await expect(connector.live(new AbortController().signal)).rejects.toThrow(ConnectionLost)
    connector.close()
  })

  it('stops trying where it is refused', async () => {
    const { attempts, transport } = scripted()
    const connector = new Connector(transport)
    attempts[0]?.fail(new ConnectionRefused())
    await vi.advanceTimersByTimeAsync(60_000)
    expect([connector.status.value, attempts.length]).toEqual(['refused', 1])
    await expect(connector.live(new AbortController().signal)).rejects.toThrow(ConnectionRefused)
  })

  it('stays closed', async () => {
    const { attempts, transport } = scripted()
    const connector = new Connector(transport)
    attempts[0]?.accept()
    await soon()
    connector.close()
    await vi.advanceTimersByTimeAsync(60_000)
    expect([connector.status.value, attempts.length]).toEqual(['lost', 1])
  })

  it('gives up waiting when the caller does', async () => {
    const connector = new Connector(scripted().transport)
    const own = new AbortController()
    const live = connector.live(own.signal)
    own.abort(new Error('enough'))
    await expect(live).rejects.toThrow('enough')
    connector.close()
  })
})

describe('webSocketTransport', () => {
  const neverOpens = (): SocketLike => ({
    addEventListener: (type, listener) => void (type === 'close' && listener({})),
    send: () => undefined,
    close: () => undefined,
  })

  it.each([
    [true, ConnectionLost],
    [false, ConnectionRefused],
  ])('asks whether the page is let in (%s) when there is no socket', async (letIn, error) => {
    const transport = webSocketTransport({ makeSocket: neverOpens, isLetIn: () => Promise.resolve(letIn) })
    await expect(transport.open()).rejects.toThrow(error)
  })
})
