/** Gives the page its port to the host: to our window's own page and to nobody else, one at a time. */
import { ipcMain, MessageChannelMain } from 'electron'
import type { BrowserWindow, IpcMainEvent, MessagePortMain } from 'electron'
import { CHANNELS, isNonce } from '../shared/bridge.ts'
import { isPage } from './security.ts'

export interface PortOptions {
  readonly window: BrowserWindow
  /** The page's address. */
  readonly startUrl: string
  /** Serves the host on a port; returns what ends that. */
  readonly serve: (port: MessagePortMain) => () => void
}

/** Whether a message comes from the main frame of this window while it shows our page. */
function isFromPage({ sender, senderFrame }: IpcMainEvent, window: BrowserWindow, startUrl: string): boolean {
  if (window.isDestroyed() || sender !== window.webContents || senderFrame === null) return false
  return senderFrame === window.webContents.mainFrame && isPage(senderFrame.url, startUrl)
}

/** Hands ports out until the window is gone. */
export function handOutPorts({ window, startUrl, serve }: PortOptions): void {
  let endLast = (): void => undefined
  const close = (): void => {
    endLast()
    endLast = () => undefined
  }
  const answer = (event: IpcMainEvent, nonce: unknown): void => {
    if (!isFromPage(event, window, startUrl) || !isNonce(nonce)) return
    close()
    const { port1, port2 } = new MessageChannelMain()
    const stop = serve(port1)
    endLast = () => {
      stop()
      port1.close()
    }
    port1.start()
    event.senderFrame?.postMessage(CHANNELS.port, nonce, [port2])
  }
  ipcMain.on(CHANNELS.requestPort, answer)
  window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) close()
  })
  window.webContents.on('render-process-gone', close)
  window.webContents.once('destroyed', () => {
    ipcMain.off(CHANNELS.requestPort, answer)
    close()
  })
}
