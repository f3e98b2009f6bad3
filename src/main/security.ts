/** What no page in this app may ever do, whatever it contains. */
import { app } from 'electron'
import type { Session } from 'electron'

/** Keeps every page where it is: no navigation, no second window, no embedded one. */
export function lockDownPages(startUrl: string): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-attach-webview', (event) => event.preventDefault())
    const stay = (event: { preventDefault(): void; readonly url: string }): void => {
      // A reload of the page itself is the one navigation that is wanted.
      if (withoutHash(event.url) !== withoutHash(startUrl)) event.preventDefault()
    }
    contents.on('will-navigate', stay)
    contents.on('will-redirect', stay)
    contents.on('will-frame-navigate', stay)
  })
}

/** Says no to every permission and to the network. `allowedOrigin` is the development server's, while there is one. */
export function lockDownSession(session: Session, allowedOrigin: string | undefined): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => event.preventDefault())
  const remote = { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'file://*/*'] }
  session.webRequest.onBeforeRequest(remote, ({ url }, callback) => {
    callback({ cancel: allowedOrigin === undefined || new URL(url).host !== new URL(allowedOrigin).host })
  })
}

function withoutHash(url: string): string {
  return url.split('#', 1)[0] ?? url
}
