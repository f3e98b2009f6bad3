/** The browser's way to the host: one WebSocket a page. */
import type { RawData, WebSocket } from 'ws'
import type { Host } from '../host/service/types.ts'
import { serveHost } from '../host/transport/serve.ts'

/** Milliseconds between two questions whether the page is still there. */
const PING_EVERY = 30_000

/** Serves a host on a socket until it closes. A page that no longer answers is let go. */
export function serveSocket(host: Pick<Host, 'router'>, socket: WebSocket): void {
  const stop = serveHost(host, {
    send: (text) => {
      if (socket.readyState === socket.OPEN) socket.send(text)
    },
    onText: (listener) =>
      socket.on('message', (data: RawData, isBinary: boolean) =>
        listener(isBinary || !Buffer.isBuffer(data) ? data : data.toString('utf8')),
      ),
  })
  let answered = true
  const ping = setInterval(() => {
    if (!answered) return socket.terminate()
    answered = false
    socket.ping()
  }, PING_EVERY)
  socket.on('pong', () => (answered = true))
  socket.on('error', () => socket.terminate())
  socket.on('close', () => {
    clearInterval(ping)
    stop()
  })
}
