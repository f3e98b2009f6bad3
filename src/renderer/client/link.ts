/** Calls over the present connection, each with an end: an answer, an error, a timeout, or the loss of the connection. */
import { AsyncIteratorClass } from '@orpc/client'
import type { ClientLink, ClientOptions } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { CallContext } from '../../shared/contract/index.ts'
import { QUESTIONS } from '../../shared/contract/questions.ts'
import { serializers } from '../../shared/contract/serializers.ts'
import { CallTimedOut, ConnectionLost } from './errors.ts'
import type { Channel } from './transport.ts'

/** How long a call may take unless it says otherwise. */
const TIMEOUT_MS = 30_000

/** A connection that stands, until `lost` says otherwise; its reason is what calls are rejected with. */
export interface LiveConnection {
  readonly link: ClientLink<CallContext>
  readonly lost: AbortSignal
}

/** The link over one channel. That it ended is told by `LiveConnection.lost`, which knows the reason. */
export function linkOver(channel: Channel): ClientLink<CallContext> {
  return new RPCLink<CallContext>({
    customJsonSerializers: serializers,
    port: {
      on: (event, listener) => {
        if (event === 'message') channel.onText((data) => listener({ data }))
      },
      postMessage: (data: string) => channel.send(data),
    },
  })
}

/**
 * The link that a client is made of. A question over which the connection was lost is asked again when it is back.
 * @param live the present connection, or the first one while it is being made
 * @param back waits for the connection; rejects with the signal's reason, and where there will be none
 */
export function hostLink(
  live: (signal: AbortSignal) => Promise<LiveConnection>,
  back: (signal: AbortSignal | undefined) => Promise<void>,
): ClientLink<CallContext> {
  const once = callOnce(live)
  return {
    async call(path, input, options) {
      for (;;) {
        try {
          return await once.call(path, input, options)
        } catch (error) {
          if (!(error instanceof ConnectionLost) || !QUESTIONS.has(path.join('/'))) throw error
          await back(options.signal)
        }
      }
    },
  }
}

function callOnce(live: (signal: AbortSignal) => Promise<LiveConnection>): ClientLink<CallContext> {
  return {
    async call(path, input, options) {
      const timeoutMs = options.context.timeoutMs ?? TIMEOUT_MS
      const timeout = new AbortController()
      const timer = setTimeout(() => timeout.abort(new CallTimedOut(timeoutMs)), timeoutMs)
      try {
        const ownEnds = options.signal ? [options.signal, timeout.signal] : [timeout.signal]
        const { link, lost } = await live(AbortSignal.any(ownEnds))
        return await callOver(link, lost, path, input, { ...options, signal: AbortSignal.any([...ownEnds, lost]) })
      } finally {
        // A stream has begun with its first answer, and may last.
        clearTimeout(timer)
      }
    },
  }
}

async function callOver(
  link: ClientLink<CallContext>,
  lost: AbortSignal,
  path: readonly string[],
  input: unknown,
  options: ClientOptions<CallContext>,
): Promise<unknown> {
  try {
    const output = await link.call(path, input, options)
    return isStream(output) ? untilLost(output, lost) : output
  } catch (error) {
    throw lost.aborted ? lost.reason : error
  }
}

function isStream(value: unknown): value is AsyncIterator<unknown> & AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

/** A stream nobody waits for when the connection ends would fail at its next event with an error of the queue. */
function untilLost(stream: AsyncIterator<unknown>, lost: AbortSignal): AsyncIteratorClass<unknown> {
  return new AsyncIteratorClass(
    async () => {
      try {
        return await stream.next()
      } catch (error) {
        throw lost.aborted ? lost.reason : error
      }
    },
    async () => {
      if (!lost.aborted) await stream.return?.()
    },
  )
}
