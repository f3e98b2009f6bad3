/** The only place that knows whether the page is in the desktop window or in a browser. */
import type { DesktopBridge, PortMessage } from '../../shared/bridge.ts'
import { messagePortTransport } from './message-port.ts'
import type { PortLike } from './message-port.ts'
import type { Transport } from './transport.ts'
import { webSocketTransport } from './websocket.ts'

/** A port from the preload script where there is one, else a socket to the page's own server. */
export function chooseTransport(bridge: DesktopBridge | undefined): Transport {
  if (bridge) return messagePortTransport((onPort) => requestPort(bridge, onPort))
  const { protocol, host } = window.location
  return webSocketTransport({
    makeSocket: () => new WebSocket(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/rpc`),
    isLetIn: async () => {
      try {
        const answer = await fetch('/rpc', { cache: 'no-store' })
        return answer.status !== 401
      } catch {
        // Nobody there at all is no refusal.
        return true
      }
    },
  })
}

/** Only a message from this very window with this very nonce brings the port: any frame can post messages. */
function requestPort(bridge: DesktopBridge, onPort: (port: PortLike) => void): () => void {
  const nonce = crypto.randomUUID()
  const listen = (event: MessageEvent<Partial<PortMessage> | null>): void => {
    const [port] = event.ports
    if (event.source !== window || event.data?.kind !== 'studio:port' || event.data.nonce !== nonce || !port) return
    stopListening()
    onPort(port)
  }
  const stopListening = (): void => window.removeEventListener('message', listen)
  window.addEventListener('message', listen)
  bridge.requestPort(nonce)
  return stopListening
}
