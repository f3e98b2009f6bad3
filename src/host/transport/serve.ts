/** Serves a host over anything that carries text both ways. The window's port and the server's sockets are two of those. */
import { AsyncIteratorClass, ORPCError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { serializers } from '../../shared/contract/serializers.ts'
import { messageOf } from '../../shared/errors.ts'
import type { Host } from '../service/types.ts'
import { isFrame } from './frame-guard.ts'

export interface TextChannel {
  /** Never throws: what is sent after the end is dropped. */
  send(text: string): void
  /** Calls back with whatever arrives, text or not. */
  onText(listener: (data: unknown) => void): void
}

/** What a page sent that is no frame, for the log: enough to recognise it by. */
function excerpt(data: unknown): string {
  const text = typeof data === 'string' ? data : Object.prototype.toString.call(data)
  return JSON.stringify(text.slice(0, 120))
}

const BROKEN = new Set(['INTERNAL_SERVER_ERROR', 'EVENT_ITERATOR_VALIDATION_FAILED'])

/** An answer that breaks the contract is a bug of ours; the page only learns that something went wrong. */
function brokenAnswer(error: unknown, path: readonly string[]): string | undefined {
  if (!(error instanceof ORPCError) || !BROKEN.has(error.code) || error.cause === undefined) return undefined
  return `an answer of ${path.join('.')} did not keep to the contract: ${messageOf(error.cause)}`
}

const isStream = (value: unknown): value is AsyncIterator<unknown> & AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value

/** The same stream; what it throws is told first. */
function overheard(stream: AsyncIterator<unknown>, tell: (error: unknown) => void): AsyncIteratorClass<unknown> {
  return new AsyncIteratorClass(
    async () => {
      try {
        return await stream.next()
      } catch (error) {
        tell(error)
        throw error
      }
    },
    async () => void (await stream.return?.()),
  )
}

/**
 * Answers the calls of one page until the returned function is called; then its streams end and its calls are told to stop.
 * @param log takes a line about what was dropped, and about answers that break the contract
 */
export function serveHost(
  { router }: Pick<Host, 'router'>,
  channel: TextChannel,
  log: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
): () => void {
  const closing: (() => void)[] = []
  const handler = new RPCHandler(router, {
    // The two sides share the list; oRPC's own type only asks for mutable arrays.
    customJsonSerializers: [...serializers],
    clientInterceptors: [
      async ({ next, path }) => {
        const tell = (error: unknown): void => {
          const line = brokenAnswer(error, path)
          if (line !== undefined) log(line)
        }
        try {
          const output = await next()
          return isStream(output) ? overheard(output, tell) : output
        } catch (error) {
          tell(error)
          throw error
        }
      },
    ],
  })
  let isOpen = true
  handler.upgrade({
    on: (event: string, listener: (event?: { data: unknown }) => void) => {
      if (event === 'close') closing.push(() => listener())
      if (event !== 'message') return
      channel.onText((data) => {
        if (!isOpen) return
        if (isFrame(data)) listener({ data })
        else log(`dropped what is no call: ${excerpt(data)}`)
      })
    },
    postMessage: (data: unknown) => {
      if (isOpen && typeof data === 'string') channel.send(data)
    },
  })
  return () => {
    isOpen = false
    for (const close of closing.splice(0)) close()
  }
}
