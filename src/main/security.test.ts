/** The lines of Electron's security checklist that can be seen without a window, in its numbering. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Session } from 'electron'
import * as electron from '../../tests/mocks/electron.ts'
import { PAGE_URL } from './app-protocol.ts'
import { lockDownPages, lockDownSession } from './security.ts'
import { openWindow } from './window.ts'

vi.mock('electron', () => import('../../tests/mocks/electron.ts'))

type Call = (...args: unknown[]) => unknown

function openLocked(startUrl = PAGE_URL, development = false) {
  lockDownPages(startUrl)
  lockDownSession(electron.session.defaultSession as unknown as Session, startUrl)
  const stateFile = path.join(mkdtempSync(path.join(tmpdir(), 'oneshot-window-')), 'window.json')
  openWindow({ url: startUrl, stateFile, development })
  const window = electron.BrowserWindow.getAllWindows()[0]!
  const handlers = electron.session.defaultSession.handlers as unknown as Record<string, Call>
  return { window, contents: window.webContents, handlers }
}

/** Whether an event of the page is kept from happening. */
function isPrevented(emitter: electron.WebContents, name: string, event: object): boolean {
  let prevented = false
  emitter.emit(name, { ...event, preventDefault: () => (prevented = true) })
  return prevented
}

function isBlocked(handlers: Record<string, Call>, url: string): unknown {
  let blocked: unknown
  handlers.beforeRequest?.({ url }, (answer: { cancel: boolean }) => (blocked = answer.cancel))
  return blocked
}

describe('security checklist', () => {
  beforeEach(() => electron.reset())

  it('2-4, 6, 8-11: no Node in the page, isolation, sandbox, web security, nothing experimental, no webview', () => {
    const { webPreferences } = openLocked().window.options
    expect(webPreferences).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      devTools: false,
    })
    expect(Object.keys(webPreferences)).not.toContain('enableBlinkFeatures')
    expect(path.basename(String(webPreferences.preload))).toBe('index.cjs')
  })

  it('5: every permission is refused, but for copying text by our own page', () => {
    const { handlers, contents } = openLocked()
    const asks = (from: electron.WebContents, permission: string) => {
      let granted: unknown
      handlers.permissionRequest?.(from, permission, (answer: boolean) => (granted = answer))
      return [granted, handlers.permissionCheck?.(from, permission)]
    }
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'openExternal',
      'clipboard-read',
      'fileSystem',
    ]) {
      expect(asks(contents, permission)).toEqual([false, false])
    }
    expect(asks(contents, 'clipboard-sanitized-write')).toEqual([true, true])
    const stranger = new electron.WebContents()
    stranger.mainFrame.url = 'app://studio.evil/index.html'
    expect(asks(stranger, 'clipboard-sanitized-write')).toEqual([false, false])
    expect(handlers.permissionCheck?.(null, 'clipboard-sanitized-write')).toBe(false)
    expect(handlers.devicePermission?.({ deviceType: 'usb' })).toBe(false)
  })

  it('12: an embedded page is never attached', () => {
    expect(isPrevented(openLocked().contents, 'will-attach-webview', {})).toBe(true)
  })

  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('13: %s leads nowhere else', (name) => {
    const { contents } = openLocked()
    for (const url of [PAGE_URL, `${PAGE_URL}#/train/run`]) expect(isPrevented(contents, name, { url })).toBe(false)
    for (const url of [
      'https://example.com/',
      'app://studio.example.com/index.html',
      'app://studio/other.html',
      'app://studio/index.html/../../x',
      'app://studio@example.com/index.html',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'not a url',
    ]) {
      expect(isPrevented(contents, name, { url })).toBe(true)
    }
  })

  it('14, 15: no second window; a link goes to the browser only over https and to a site of the list', () => {
    const { contents } = openLocked()
    const open = contents.handlers.windowOpen as unknown as Call
    for (const url of [
      'https://github.com/brendenlake/omniglot',
      'http://github.com/',
      'https://github.com.example.com/',
      'https://someone@github.com/',
      'https://github.com:8443/',
      'file:///usr/bin/xcalc',
      'smb://github.com/share',
      'javascript:alert(1)',
      'nonsense',
    ]) {
      expect(open({ url })).toEqual({ action: 'deny' })
    }
    expect(electron.callsOf('shell.openExternal')).toEqual([['https://github.com/brendenlake/omniglot']])
  })

  it('lets nothing reach the network or the disk', () => {
    const { handlers } = openLocked()
    for (const url of ['https://example.com/', 'http://127.0.0.1:80/', 'ws://studio/', 'file:///etc/passwd']) {
      expect(isBlocked(handlers, url)).toBe(true)
    }
    const [[filter]] = electron.callsOf('webRequest.onBeforeRequest') as [[{ urls: string[] }]]
    expect(filter.urls.map((url) => url.split(':')[0])).toEqual(['http', 'https', 'ws', 'wss', 'file'])
  })

  it('reaches its own server while it is developed, and no other', () => {
    const { handlers, window } = openLocked('http://localhost:5173/', true)
    expect(isBlocked(handlers, 'http://localhost:5173/main.ts')).toBe(false)
    expect(isBlocked(handlers, 'ws://localhost:5173/')).toBe(false)
    expect(isBlocked(handlers, 'http://localhost:9999/')).toBe(true)
    expect(window.options.webPreferences.devTools).toBe(true)
  })

  it('saves what the page itself made, and downloads nothing', () => {
    openLocked()
    const isKept = (url: string) => {
      let kept = true
      const event = { preventDefault: () => (kept = false) }
      electron.session.defaultSession.emit('will-download', event, { getURL: () => url })
      return kept
    }
    expect(isKept('blob:app://studio/5b1f')).toBe(true)
    expect(isKept('blob:app://studio.example.com/5b1f')).toBe(false)
    expect(isKept('https://example.com/x.exe')).toBe(false)
    expect(isKept('data:text/html,x')).toBe(false)
  })
})
