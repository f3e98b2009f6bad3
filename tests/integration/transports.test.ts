import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { implement } from '@orpc/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { servePort } from '../../src/host/transport/message-port.ts'
import { serveHost } from '../../src/host/transport/serve.ts'
import type { TextChannel } from '../../src/host/transport/serve.ts'
import { connectOver } from '../../src/renderer/client/connect.ts'
import type { Connection } from '../../src/renderer/client/connect.ts'
import { ConnectionLost, explain, refusal } from '../../src/renderer/client/errors.ts'
import { messagePortTransport } from '../../src/renderer/client/message-port.ts'
import type { Transport } from '../../src/renderer/client/transport.ts'
import { webSocketTransport } from '../../src/renderer/client/websocket.ts'
import { startAppServer } from '../../src/server/app-server.ts'
import { contract } from '../../src/shared/contract/index.ts'
import type { Host } from '../../src/host/service/types.ts'

const os = implement(contract)
const column = (...values: number[]) => Float64Array.from(values)
let ended = 0

/** A few procedures of the real contract, answering what is hard to carry. */
const router = {
  runs: {
    curve: os.runs.curve.handler(() => ({
      total: 3,
      step: column(1, 2, 3),
      loss: column(0.5, NaN, -Infinity),
      smoothedLoss: column(),
      rate: column(1e-300, Infinity, -0),
      same: column(),
      different: column(),
      validations: [],
    })),
    get: os.runs.get.handler(({ errors }) => {
      const data = { code: 'run/none', next: 'Name another.', subject: '/runs/x' }
      throw errors.REFUSED({ message: 'There is no run in /runs/x.', data })
    }),
    // What no contract allows: the page must not see it, and hears that something went wrong.
    list: os.runs.list.handler(() => [{ id: 5 }] as never),
    archive: os.runs.archive.handler(() => new Promise(() => undefined)),
  },
  plan: {
    samplePairs: os.plan.samplePairs.handler(() => [
      {
        same: true,
        a: { index: 0, className: 'a', pixels: { width: 1, height: 2, channels: 1, data: Uint8Array.of(0, 255) } },
        b: { index: 1, className: 'a', pixels: { width: 1, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3) } },
      },
    ]),
  },
  training: {
    watch: os.training.watch.handler(async function* () {
      yield { state: 'no such thing' } as never
    }),
    watchActive: os.training.watchActive.handler(async function* ({ signal }) {
      try {
        for (let step = 0; ; step++) {
          yield [{ runId: 'r', state: 'running', step, totalSteps: null, secondsLeft: 0.5, best: null }]
          await new Promise((resolve, reject) => {
            setTimeout(resolve, 2)
            signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
          })
        }
      } finally {
        ended++
      }
    }),
  },
} as unknown as Host['router']

interface Wire {
  readonly transport: Transport
  /** The host goes away. */
  cut(): void
  /** Frames as a hostile page could send them, past the client. */
  sendRaw(frames: readonly unknown[]): Promise<void>
  close(): Promise<void>
}

async function overMessagePort(): Promise<Wire> {
  const { port1, port2 } = new MessageChannel()
  servePort({ router }, port1)
  const transport = messagePortTransport((onPort) => {
    onPort(port2 as unknown as Parameters<typeof onPort>[0])
    return () => undefined
  })
  return {
    transport,
    cut: () => port1.close(),
    sendRaw: async (frames) => frames.forEach((frame) => port2.postMessage(frame)),
    close: async () => {
      port1.close()
      port2.close()
    },
  }
}

async function overWebSocket(): Promise<Wire> {
  const page = await mkdtemp(path.join(tmpdir(), 'oneshot-transport-'))
  const picture = () => Promise.reject(new Error('no pictures here'))
  const server = await startAppServer({ host: { router, picture }, page, token: 't' })
  const { host, port } = new URL(server.url)
  const makeSocket = () =>
    new WebSocket(`ws://${host}/rpc`, { headers: { origin: `http://${host}`, cookie: `oneshot-${port}=t` } })
  return {
    transport: webSocketTransport({ makeSocket: makeSocket as never, isLetIn: () => Promise.resolve(true) }),
    cut: () => void server.close(),
    sendRaw: async (frames) => {
      const socket = makeSocket()
      await new Promise((resolve) => socket.once('open', resolve))
      for (const frame of frames) socket.send(typeof frame === 'string' ? frame : Buffer.from([1, 2]))
      await new Promise((resolve) => setTimeout(resolve, 20))
      socket.close()
    },
    close: async () => {
      await server.close()
      await rm(page, { recursive: true, force: true })
    },
  }
}

const HOSTILE = [
  'no json',
  '[]',
  'null',
  '{}',
  '{"i":1,"p":{"u":"/app/info"}}',
  '{"i":"1","p":{}}',
  '{"i":"1","p":{"u":"http://elsewhere/app/info"}}',
  '{"i":"1","p":{"u":"/app/info","h":{"a":1}}}',
  '{"i":"1","t":3,"p":{"e":"message","d":1}}',
  '{"i":"1","t":9}',
  `{"i":"1","p":{"u":"/app/info","b":{"json":"${'x'.repeat(100)}"},"m":"GET"}}`,
  // A form that cannot be decoded is a rejection nobody hears.
  '{"i":"1","p":{"u":"/runs/archive","h":{"content-type":"multipart/form-data"},"b":{"json":{}}}}',
  '{"i":"1","p":{"u":"/training/watchActive","h":{"content-type":"text/event-stream"}}}',
  Uint8Array.of(1, 2, 3),
]

/** Frames as they should be around calls as they should not be: answered with an error. */
const MALFORMED = [
  '"u":"/constructor/prototype"',
  '"u":"/runs/constructor"',
  '"u":"/runs/archive","b":{"json":{"__proto__":{"a":1},"id":"r","archived":true}}',
  '"u":"/runs/archive","b":{"json":{},"meta":[null]}',
  '"u":"/runs/archive","b":{"json":{},"meta":[[22,"nope"]]}',
  '"u":"/runs/archive","b":{"json":{"id":"%"},"meta":[[22,"id"]]}',
  '"u":"/runs/archive","b":{"json":{},"meta":[[1,"__proto__","x"]]}',
].map((call, i) => `{"i":"${i}","p":{${call}}}`)

describe.each([
  ['a message port', overMessagePort],
  ['a WebSocket', overWebSocket],
])('the contract over %s', (_name, open) => {
  let wire: Wire
  let connection: Connection
  const begin = async () => {
    wire = await open()
    connection = connectOver(wire.transport)
    return connection.client
  }
  afterEach(async () => {
    connection.close()
    await wire.close()
  })

  it('brings over typed arrays, bytes, and numbers JSON does not know', async () => {
    const client = await begin()
    const curve = await client.runs.curve({ id: 'r', maxPoints: 100 })
    expect(curve.loss).toEqual(column(0.5, NaN, -Infinity))
    expect(Object.is(curve.rate[2], -0)).toBe(true)
    const planned = { datasetId: '0123456789abcdef', recipe: {}, split: {}, pairs: 1 } as never
    await expect(client.plan.samplePairs(planned)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('brings over why the host refused', async () => {
    const client = await begin()
    const error: unknown = await client.runs.get({ id: 'x' }).catch((thrown: unknown) => thrown)
    expect(refusal(error)).toEqual({
      message: 'There is no run in /runs/x.',
      code: 'run/none',
      next: 'Name another.',
      subject: '/runs/x',
    })
  })

  it('lets no answer through that breaks the contract', async () => {
    const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const client = await begin()
    const error: unknown = await client.runs.list({}).catch((thrown: unknown) => thrown)
    expect(explain(error).kind).toBe('broken')
    expect(log.mock.calls.join()).toMatch(/did not keep to the contract/)
    log.mockRestore()
  })

  it('lets no event through that breaks the contract', async () => {
    const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const client = await begin()
    const stream = await client.training.watch({ runId: 'r' })
    const error: unknown = await stream.next().catch((thrown: unknown) => thrown)
    expect(explain(error).kind).toBe('broken')
    expect(log.mock.calls.join()).toMatch(/an answer of training.watch did not keep to the contract/)
    log.mockRestore()
  })

  it('streams until the page has enough', async () => {
    const client = await begin()
    const before = ended
    const seen: number[] = []
    for await (const [first] of await client.training.watchActive({})) {
      expect(first?.secondsLeft).toBe(0.5)
      seen.push(first?.step ?? -1)
      if (seen.length === 5) break
    }
    expect(seen).toEqual([0, 1, 2, 3, 4])
    await vi.waitFor(() => expect(ended).toBe(before + 1))
  })

  it('rejects calls and streams when the host goes away', async () => {
    const client = await begin()
    const stream = await client.training.watchActive({})
    await stream.next()
    const hanging = client.runs.archive({ id: 'r', archived: true })
    const reading = (async () => {
      for (;;) await stream.next()
    })()
    wire.cut()
    await expect(hanging).rejects.toThrow(ConnectionLost)
    await expect(reading).rejects.toThrow(ConnectionLost)
    await vi.waitFor(() => expect(connection.status.value).not.toBe('connected'))
    await expect(client.runs.archive({ id: 'x', archived: true })).rejects.toThrow(ConnectionLost)
  })

  it('gives up on a call that takes too long', async () => {
    const client = await begin()
    const call = client.runs.archive({ id: 'r', archived: true }, { context: { timeoutMs: 50 } })
    expect(explain(await call.catch((error: unknown) => error)).kind).toBe('timeout')
  })

  it('drops hostile frames and goes on', async () => {
    const rejections = vi.fn()
    process.on('unhandledRejection', rejections)
    const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const client = await begin()
    await wire.sendRaw(HOSTILE)
    await vi.waitFor(() => expect(log).toHaveBeenCalledTimes(HOSTILE.length))
    log.mockRestore()
    expect((await client.runs.curve({ id: 'r', maxPoints: 100 })).total).toBe(3)
    process.off('unhandledRejection', rejections)
    expect(rejections).not.toHaveBeenCalled()
  })
})

it('answers malformed calls with an error and goes on', async () => {
  const rejections = vi.fn()
  process.on('unhandledRejection', rejections)
  const sent: { i: string; p: { s?: number } }[] = []
  let hear: (data: unknown) => void = () => undefined
  serveHost({ router }, { send: (text) => sent.push(JSON.parse(text)), onText: (listener) => (hear = listener) })
  MALFORMED.forEach((frame) => hear(frame))
  await vi.waitFor(() => expect(sent.length).toBe(MALFORMED.length))
  expect(sent.map(({ p }) => p.s)).toEqual(expect.not.arrayContaining([undefined, 200]))
  process.off('unhandledRejection', rejections)
  expect(rejections).not.toHaveBeenCalled()
})

it('answers nothing after the end', async () => {
  const sent: string[] = []
  let hear: (data: unknown) => void = () => undefined
  const channel: TextChannel = { send: (text) => sent.push(text), onText: (listener) => (hear = listener) }
  const stop = serveHost({ router }, channel)
  const call = '{"i":"1","p":{"u":"/runs/curve","b":{"json":{"id":"r","maxPoints":100}}}}'
  hear(call)
  await vi.waitFor(() => expect(sent.length).toBe(1))
  stop()
  hear(call)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(sent.length).toBe(1)
})
