/** Runs before the page, apart from it and in the sandbox. It passes a port on and has a few verbs; it decides nothing. */
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { CHANNELS, isNonce } from '../shared/bridge.ts'
import type { DesktopBridge, MenuCommand, PortMessage } from '../shared/bridge.ts'

declare const window: { postMessage(message: PortMessage, targetOrigin: string, transfer: unknown[]): void }

/** What the page has asked for and not received. */
const awaited = new Set<string>()

ipcRenderer.on(CHANNELS.port, (event, nonce: unknown) => {
  if (isNonce(nonce) && awaited.delete(nonce)) {
    // Any origin: a window that posts to itself is heard by nobody else.
    window.postMessage({ kind: 'studio:port', nonce }, '*', [...event.ports])
  } else {
    for (const port of event.ports) port.close()
  }
})

const bridge: DesktopBridge = {
  platform: process.platform,
  requestPort(nonce) {
    if (!isNonce(nonce)) throw new TypeError('not a nonce')
    awaited.clear()
    awaited.add(nonce)
    ipcRenderer.send(CHANNELS.requestPort, nonce)
  },
  pathOf: (file) => webUtils.getPathForFile(file),
  onCommand(listener) {
    // The event would give the page `sender`, and with it every channel: only the command goes on.
    const pass = (_event: unknown, command: MenuCommand) => listener(command)
    ipcRenderer.on(CHANNELS.command, pass)
    return () => void ipcRenderer.off(CHANNELS.command, pass)
  },
}

contextBridge.exposeInMainWorld('studio', bridge)
