/** The window's way to the host. */
import type { Host } from '../service/types.ts'
import { serveHost } from './serve.ts'

/** As much of Electron's `MessagePortMain`, and of Node's `MessagePort`, as is needed here. */
export interface HostPort {
  on(event: 'message', listener: (event: unknown) => void): unknown
  on(event: 'close', listener: () => void): unknown
  postMessage(message: unknown): void
}

/** Electron wraps what arrives in an event, Node does not. */
function dataOf(event: unknown): unknown {
  return typeof event === 'object' && event !== null && 'data' in event ? event.data : event
}

/** Serves a host on a port; returns what ends that. The port is the caller's to start and to close. */
export function servePort(host: Pick<Host, 'router'>, port: HostPort): () => void {
  const stop = serveHost(host, {
    send: (text) => port.postMessage(text),
    onText: (listener) => port.on('message', (event) => listener(dataOf(event))),
  })
  port.on('close', stop)
  return stop
}
