import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { BrowserWindow, MessagePortMain } from 'electron'
import * as electron from '../../tests/mocks/electron.ts'
import { CHANNELS } from '../shared/bridge.ts'
import { PAGE_URL } from './app-protocol.ts'
import { handOutPorts } from './ports.ts'

vi.mock('electron', () => import('../../tests/mocks/electron.ts'))

const NONCE = '0b0c2e1a-3a55-4f7e-9a53-1d2e6f1a2b3c'

function open() {
  const window = new electron.BrowserWindow({ width: 1200, height: 800, webPreferences: {} })
  const { webContents } = window
  webContents.mainFrame.url = PAGE_URL
  const stop = vi.fn()
  const serve = vi.fn((port: MessagePortMain) => {
    port.on('message', ({ data }) => port.postMessage(`heard ${data}`))
    return stop
  })
  handOutPorts({ window: window as unknown as BrowserWindow, startUrl: PAGE_URL, serve })
  const ask = (nonce: unknown = NONCE, sender = webContents, senderFrame: unknown = webContents.mainFrame) =>
    electron.ipcMain.emit(CHANNELS.requestPort, { sender, senderFrame }, nonce)
  const { posted } = webContents.mainFrame
  return { window, webContents, serve, stop, ask, posted }
}

describe('ports', () => {
  beforeEach(() => electron.reset())

  it('gives the page one end, with its nonce, and serves the host on the other', async () => {
    const { ask, posted } = open()
    ask()
    expect(posted).toEqual([{ channel: CHANNELS.port, message: NONCE, ports: [expect.anything()] }])
    const { port } = posted[0]!.ports[0]!
    const answer = new Promise((resolve) => port.once('message', resolve))
    port.postMessage('hello')
    expect(await answer).toBe('heard hello')
    port.close()
  })

  it('17: gives none to another window, another frame, another page, or a frame that is gone', () => {
    const { ask, posted, serve, webContents } = open()
    ask(NONCE, new electron.WebContents())
    const inner = new electron.WebFrameMain()
    inner.url = PAGE_URL
    ask(NONCE, webContents, inner)
    ask(NONCE, webContents, null)
    webContents.mainFrame.url = 'app://studio.example.com/index.html'
    ask()
    webContents.mainFrame.url = ''
    ask()
    expect(serve).not.toHaveBeenCalled()
    expect([...posted, ...inner.posted]).toEqual([])
  })

  it('gives none for a nonce that is none', () => {
    const { ask, posted } = open()
    for (const nonce of [null, 7, '', 'short', 'x'.repeat(65), 'with spaces in between', { toString: 'x' }]) {
      ask(nonce)
    }
    expect(posted).toEqual([])
  })

  it('closes the first port when the page asks for a second', () => {
    const { ask, posted, stop } = open()
    ask()
    ask()
    expect(posted).toHaveLength(2)
    expect(stop).toHaveBeenCalledOnce()
  })

  it('keeps the port when the page changes its route, closes it when it loads another document', () => {
    const { ask, webContents, stop } = open()
    ask()
    webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true })
    webContents.emit('did-start-navigation', { isMainFrame: false, isSameDocument: false })
    expect(stop).not.toHaveBeenCalled()
    webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false })
    webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false })
    expect(stop).toHaveBeenCalledOnce()
  })

  it('closes the port when the page crashes, and for good when the window is gone', () => {
    const { ask, window, webContents, stop, posted } = open()
    ask()
    webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    expect(stop).toHaveBeenCalledTimes(1)
    ask()
    window.close()
    expect(stop).toHaveBeenCalledTimes(2)
    ask()
    expect(posted).toHaveLength(2)
  })
})
