import { describe, expect, it, vi } from 'vitest'
import { createApp, effectScope, nextTick, ref, shallowRef, watch } from 'vue'
import type { HostClient } from '../../shared/contract/index.ts'
import type { Connection } from './connect.ts'
import type { ConnectionStatus } from './connector.ts'
import { ConnectionLost } from './errors.ts'
import { provideClient, useClient } from './provide.ts'
import { useStream } from './use-stream.ts'
import type { OpenStream, UseStreamOptions } from './use-stream.ts'

const client = {} as HostClient

/** A connection whose status the test sets. */
function standIn() {
  const status = shallowRef<ConnectionStatus>('connected')
  const connection: Connection = {
    client,
    status,
    connected: () =>
      new Promise((resolve) => {
        const stop = watch(status, (now) => now === 'connected' && resolve(), { flush: 'sync', immediate: true })
        if (status.value === 'connected') stop()
      }),
    close: () => undefined,
  }
  return { status, connection }
}

function appWith(connection?: Connection) {
  const app = createApp({})
  if (connection) provideClient(app, connection)
  return app
}

/** Runs `useStream` as a component would; `leave` is its end. */
function mounted<T>(connection: Connection, open: OpenStream<T>, options: UseStreamOptions<T>) {
  const scope = effectScope()
  const stream = appWith(connection).runWithContext(() => scope.run(() => useStream(open, options)))
  if (!stream) throw new Error('the scope is over')
  return { ...stream, leave: () => scope.stop() }
}

async function* count(upTo: number) {
  for (let i = 1; i <= upTo; i++) yield i
}

describe('useStream', () => {
  it('hands every event on, then the end', async () => {
    const seen: number[] = []
    const onEnd = vi.fn()
    const { running } = mounted(standIn().connection, async () => count(3), { onEvent: (n) => seen.push(n), onEnd })
    expect(running.value).toBe(true)
    await vi.waitFor(() => expect(onEnd).toHaveBeenCalledOnce())
    expect(seen).toEqual([1, 2, 3])
    await vi.waitFor(() => expect(running.value).toBe(false))
  })

  it('lets wait for the pulse what may wait, keeps the order, and loses nothing at the end', async () => {
    const seen: number[] = []
    const onEnd = vi.fn(() => seen.push(-1))
    mounted(standIn().connection, async () => count(5), {
      onEvent: (n) => seen.push(n),
      // 3 is urgent, and those before it come with it.
      mayWait: (n) => n !== 3,
      onEnd,
    })
    await vi.waitFor(() => expect(onEnd).toHaveBeenCalledOnce())
    expect(seen).toEqual([1, 2, 3, 4, 5, -1])
  })

  it('ends the stream with the component, without an error', async () => {
    const onError = vi.fn()
    let given: AbortSignal | undefined
    const open: OpenStream<number> = async (_client, signal) => {
      given = signal
      return (async function* () {
        yield 1
        await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
      })()
    }
    const { leave, running } = mounted(standIn().connection, open, { onEvent: () => undefined, onError })
    await vi.waitFor(() => expect(given).toBeDefined())
    leave()
    expect(given?.aborted).toBe(true)
    expect(running.value).toBe(false)
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(onError).not.toHaveBeenCalled()
  })

  it('opens again when the connection is back', async () => {
    const { status, connection } = standIn()
    let opened = 0
    const open: OpenStream<number> = async () =>
      (async function* () {
        yield ++opened
        if (opened > 1) return
        status.value = 'lost'
        throw new ConnectionLost()
      })()
    const seen: number[] = []
    const onEnd = vi.fn()
    mounted(connection, open, { onEvent: (n) => seen.push(n), onEnd })
    await vi.waitFor(() => expect(seen).toEqual([1]))
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(opened).toBe(1)
    status.value = 'connected'
    await vi.waitFor(() => expect(onEnd).toHaveBeenCalledOnce())
    expect(seen).toEqual([1, 2])
  })

  it('does not repeat work: a stream with `reopen: false` fails with the connection', async () => {
    const open = vi.fn<OpenStream<number>>(() => Promise.reject(new ConnectionLost()))
    const onError = vi.fn()
    mounted(standIn().connection, open, { onEvent: () => undefined, onError, reopen: false })
    await vi.waitFor(() => expect(onError).toHaveBeenCalledWith(expect.any(ConnectionLost)))
    expect(open).toHaveBeenCalledTimes(1)
  })

  it('tells other errors, those of its listener included', async () => {
    const onError = vi.fn()
    const onEvent = (): void => {
      throw new Error('mine')
    }
    mounted(standIn().connection, async () => count(1), { onEvent, onError })
    await vi.waitFor(() => expect(onError).toHaveBeenCalledWith(new Error('mine')))
  })

  it('opens anew when what it follows changes, and waits for start() where told to', async () => {
    const run = ref('a')
    const opened: string[] = []
    const open: OpenStream<number> = async () => {
      opened.push(run.value)
      return count(1)
    }
    const options = { onEvent: () => undefined, watch: run, immediate: false }
    const { start } = mounted(standIn().connection, open, options)
    await nextTick()
    expect(opened).toEqual([])
    start()
    await vi.waitFor(() => expect(opened).toEqual(['a']))
    run.value = 'b'
    await vi.waitFor(() => expect(opened).toEqual(['a', 'b']))
  })

  it('opens nothing where there is nothing to listen to', async () => {
    const onEnd = vi.fn()
    const { running } = mounted(standIn().connection, () => undefined, { onEvent: () => undefined, onEnd })
    await vi.waitFor(() => expect(running.value).toBe(false))
    expect(onEnd).not.toHaveBeenCalled()
  })
})

describe('useClient', () => {
  it('gives what was provided, and says so where nothing was', () => {
    expect(() => appWith().runWithContext(() => useClient())).toThrow(/provideClient/)
    expect(appWith(standIn().connection).runWithContext(() => useClient())).toBe(client)
  })
})
