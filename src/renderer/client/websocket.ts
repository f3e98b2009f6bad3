/** The way to the host in a browser: a socket to the page's own server. */
import { ConnectionLost, ConnectionRefused } from './errors.ts'
import type { Channel, Transport } from './transport.ts'

type SocketEvent = 'open' | 'message' | 'close' | 'error'

/** As much of a `WebSocket` as is needed here. */
export interface SocketLike {
  addEventListener(type: SocketEvent, listener: (event: { readonly data?: unknown }) => void): void
  send(text: string): void
  close(): void
}

export interface WebSocketTransportOptions {
  makeSocket(): SocketLike
  /** Whether the server still lets this page in; asked only after a socket could not be opened. */
  isLetIn(): Promise<boolean>
}

/** A socket cannot tell why it was not opened, so a refusal is found by asking in another way. */
export function webSocketTransport({ makeSocket, isLetIn }: WebSocketTransportOptions): Transport {
  return {
    async open() {
      const socket = makeSocket()
      const opened = await new Promise<boolean>((resolve) => {
        socket.addEventListener('open', () => resolve(true))
        socket.addEventListener('close', () => resolve(false))
        socket.addEventListener('error', () => resolve(false))
      })
      if (opened) return channelOver(socket)
      throw (await isLetIn()) ? new ConnectionLost() : new ConnectionRefused()
    },
  }
}

function channelOver(socket: SocketLike): Channel {
  let open = true
  socket.addEventListener('close', () => (open = false))
  return {
    send: (text) => {
      if (open) socket.send(text)
    },
    onText: (listener) =>
      socket.addEventListener('message', ({ data }) => {
        if (typeof data === 'string') listener(data)
      }),
    onClose: (listener) => socket.addEventListener('close', listener),
    close: () => socket.close(),
  }
}
