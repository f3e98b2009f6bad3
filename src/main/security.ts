/** What no page in this app may ever do, whatever it contains. */
import { app } from 'electron'
import type { Session } from 'electron'
import { openExternally } from './external-links.ts'

/** Keeps every page where it is: no navigation, no second window, no embedded one. */
export function lockDownPages(startUrl: string): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      openExternally(url)
      return { action: 'deny' }
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    const stay = (event: { preventDefault(): void; readonly url: string }): void => {
      if (!isPage(event.url, startUrl)) event.preventDefault()
    }
    contents.on('will-navigate', stay)
    contents.on('will-redirect', stay)
    contents.on('will-frame-navigate', stay)
  })
}

/** Whether `url` is the page itself, on whichever of its routes: a reload is the one navigation that is wanted. */
export function isPage(url: string, startUrl: string): boolean {
  if (!URL.canParse(url)) return false
  const [asked, start] = [new URL(url), new URL(startUrl)]
  asked.hash = ''
  start.hash = ''
  return asked.href === start.href
}

/** Copying text with a click. Whatever else a page may ask for, this one has no use for. */
const PERMITTED = 'clipboard-sanitized-write'

/**
 * Says no to permissions, the network and files.
 * @param startUrl the page's address: the development server's while there is one, whose host it may then reach
 */
export function lockDownSession(session: Session, startUrl: string): void {
  session.setPermissionRequestHandler((contents, permission, callback) => {
    callback(permission === PERMITTED && isPage(contents.getURL(), startUrl))
  })
  session.setPermissionCheckHandler((contents, permission) => {
    return permission === PERMITTED && contents !== null && isPage(contents.getURL(), startUrl)
  })
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event, item) => {
    // A chart or a table the page made itself; the system asks where to.
    if (!isOwnBlob(item.getURL(), startUrl)) event.preventDefault()
  })
  const remote = { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'file://*/*'] }
  const { protocol, host } = new URL(startUrl)
  const development = protocol === 'http:' ? host : undefined
  session.webRequest.onBeforeRequest(remote, ({ url }, callback) => {
    callback({ cancel: development === undefined || new URL(url).host !== development })
  })
}

function isOwnBlob(url: string, startUrl: string): boolean {
  const { protocol, host } = new URL(startUrl)
  return url.startsWith(`blob:${protocol}//${host}/`)
}
