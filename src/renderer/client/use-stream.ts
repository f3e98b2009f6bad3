import { onScopeDispose, shallowRef, watch } from 'vue'
import type { Ref, WatchSource } from 'vue'
import type { HostClient } from '../../shared/contract/index.ts'
import type { Connection } from './connect.ts'
import { useConnection } from './provide.ts'
import { atPulse, pulse } from './pulse.ts'
import { reopened } from './reopened.ts'

/** Opens the stream, always with the signal; undefined where there is nothing to listen to now. */
export type OpenStream<T> = (client: HostClient, signal: AbortSignal) => Promise<AsyncIterable<T>> | undefined

export interface UseStreamOptions<T> {
  readonly onEvent: (event: T) => void
  /** Whether the event may wait for the next pulse, where all streams are shown in one frame. @default none may */
  readonly mayWait?: (event: T) => boolean
  /** The stream failed, or what `onEvent` did. Not called for an end that the page itself wanted. */
  readonly onError?: (error: unknown) => void
  /** The host ended it. */
  readonly onEnd?: () => void
  /**
   * Opens it again after the connection was lost. Not for streams that write something, which would then be there twice.
   * @default true
   */
  readonly reopen?: boolean
  /**
   * Opens it at once; otherwise at `start()`.
   * @default true
   */
  readonly immediate?: boolean
  /** Opens it anew whenever this changes. */
  readonly watch?: WatchSource<unknown>
}

export interface UseStreamReturn {
  /** True from opening to end, and while waiting for the connection. */
  readonly running: Readonly<Ref<boolean>>
  /** Opens it, ending the one before. */
  start(): void
  stop(): void
}

/** Listens to one of the host's streams as long as the component (or effect scope) lives. */
export function useStream<T>(open: OpenStream<T>, options: UseStreamOptions<T>): UseStreamReturn {
  const connection = useConnection()
  const running = shallowRef(false)
  let present: AbortController | undefined

  function stop(): void {
    present?.abort()
    present = undefined
    running.value = false
  }

  function start(): void {
    stop()
    const own = new AbortController()
    present = own
    running.value = true
    void listen(connection, open, options, own.signal).finally(() => {
      if (present === own) stop()
    })
  }

  if (options.watch) watch(options.watch, start)
  if (options.immediate ?? true) start()
  onScopeDispose(stop)
  return { running, start, stop }
}

async function listen<T>(
  connection: Connection,
  open: OpenStream<T>,
  { onEvent, mayWait, onError, onEnd, reopen = true }: UseStreamOptions<T>,
  signal: AbortSignal,
): Promise<void> {
  let isOpen = false
  const opening = async () => {
    const stream = await open(connection.client, signal)
    isOpen = stream !== undefined
    return stream ?? NOTHING
  }
  try {
    for await (const event of reopen ? reopened(connection, opening, signal) : await opening()) {
      if (signal.aborted) return
      if (mayWait?.(event)) {
        atPulse(() => {
          if (signal.aborted) return
          try {
            onEvent(event)
          } catch (error) {
            onError?.(error)
          }
        })
        continue
      }
      if (mayWait) pulse()
      onEvent(event)
    }
    if (!isOpen) return
    if (mayWait) pulse()
    if (!signal.aborted) onEnd?.()
  } catch (error) {
    if (!signal.aborted) onError?.(error)
  }
}

/** What there is to hear where nothing is listened to. */
const NOTHING: AsyncIterable<never> = (async function* () {})()
