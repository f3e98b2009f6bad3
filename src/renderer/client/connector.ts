/** Keeps one connection to the host, and makes it anew when it ends. */
import { shallowRef, watch } from 'vue'
import type { Ref } from 'vue'
import { ConnectionLost, ConnectionRefused } from './errors.ts'
import { linkOver } from './link.ts'
import type { LiveConnection } from './link.ts'
import type { Channel, Transport } from './transport.ts'

/** `lost`: being made anew. `refused`: for good; the person must open the address the program printed last. */
export type ConnectionStatus = 'connecting' | 'connected' | 'lost' | 'refused'

/** Wait before the first new attempt, and the longest one. */
const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 5_000

export class Connector {
  readonly status: Ref<ConnectionStatus> = shallowRef('connecting')
  readonly #transport: Transport
  readonly #closed = new AbortController()
  #live: LiveConnection | undefined
  /** Ends what the loop waits for. */
  #interrupt: () => void = () => undefined

  constructor(transport: Transport) {
    this.#transport = transport
    void this.#keepConnected()
  }

  /** The present connection; waits for the very first one, and throws when it was lost. */
  async live(signal: AbortSignal): Promise<LiveConnection> {
    if (this.status.value === 'connecting') await this.settled((status) => status !== 'connecting', signal)
    signal.throwIfAborted()
    if (this.#live) return this.#live
    throw this.status.value === 'refused' ? new ConnectionRefused() : new ConnectionLost()
  }

  /** Waits until a connection was made again, or refused. Rejects with the signal's reason, and once this was closed. */
  back(signal?: AbortSignal): Promise<void> {
    const ends = [this.#closed.signal, ...(signal ? [signal] : [])]
    return this.settled((status) => status === 'connected' || status === 'refused', AbortSignal.any(ends))
  }

  /** Resolves when the status is as wanted, at once where it is already; rejects with the signal's reason. */
  settled(isWanted: (status: ConnectionStatus) => boolean, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = watch(
        this.status,
        (status) => {
          if (isWanted(status)) end(resolve)
        },
        { flush: 'sync' },
      )
      const fail = (): void => end(() => reject(signal.reason))
      const end = (settle: () => void): void => {
        stop()
        signal.removeEventListener('abort', fail)
        settle()
      }
      signal.addEventListener('abort', fail)
      if (signal.aborted) fail()
      else if (isWanted(this.status.value)) end(resolve)
    })
  }

  /** Ends the connection for good; calls under way are rejected. */
  close(): void {
    this.#closed.abort(new ConnectionLost())
    this.#interrupt()
  }

  async #keepConnected(): Promise<void> {
    let wait = FIRST_WAIT_MS
    while (!this.#closed.signal.aborted) {
      try {
        const channel = await this.#transport.open()
        wait = FIRST_WAIT_MS
        await this.#use(channel)
      } catch (error) {
        if (error instanceof ConnectionRefused) {
          this.status.value = 'refused'
          return
        }
      }
      this.status.value = 'lost'
      await this.#pause(wait)
      wait = Math.min(wait * 2, LONGEST_WAIT_MS)
    }
  }

  /** Resolves when the channel has ended. */
  #use(channel: Channel): Promise<void> {
    if (this.#closed.signal.aborted) {
      channel.close()
      return Promise.resolve()
    }
    return new Promise((resolve) => {
      const lost = new AbortController()
      const end = (): void => {
        if (lost.signal.aborted) return
        this.#live = undefined
        this.status.value = 'lost'
        lost.abort(new ConnectionLost())
        resolve()
      }
      channel.onClose(end)
      this.#interrupt = () => {
        end()
        channel.close()
      }
      this.#live = { link: linkOver(channel), lost: lost.signal }
      this.status.value = 'connected'
    })
  }

  #pause(milliseconds: number): Promise<void> {
    if (this.#closed.signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      this.#interrupt = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
