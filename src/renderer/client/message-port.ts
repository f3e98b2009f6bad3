/** The way to the host in the desktop window: a port that the preload script hands over. */
import { ConnectionLost } from './errors.ts'
import type { Channel, Transport } from './transport.ts'

/** As much of a `MessagePort` as is needed here. */
export interface PortLike {
  addEventListener(type: 'message' | 'close', listener: (event: { readonly data?: unknown }) => void): void
  postMessage(text: string): void
  start(): void
  close(): void
}

/** Longest wait for the port. */
const HAND_OVER_MS = 10_000

/** @param requestPort asks for a port, and calls back when it has arrived; gives a way to stop waiting */
export function messagePortTransport(requestPort: (onPort: (port: PortLike) => void) => () => void): Transport {
  return {
    open: () =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          stopWaiting()
          reject(new ConnectionLost())
        }, HAND_OVER_MS)
        const stopWaiting = requestPort((port) => {
          clearTimeout(timer)
          resolve(channelOver(port))
        })
      }),
  }
}

function channelOver(port: PortLike): Channel {
  return {
    send: (text) => port.postMessage(text),
    onText: (listener) => {
      port.addEventListener('message', ({ data }) => {
        if (typeof data === 'string') listener(data)
      })
      // Messages wait in the port until somebody listens.
      port.start()
    },
    onClose: (listener) => port.addEventListener('close', listener),
    close: () => port.close(),
  }
}
