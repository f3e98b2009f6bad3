import path from 'node:path'
import { BrowserWindow, nativeTheme } from 'electron'

/** Opens the one window, shown when it has something to show. */
export function openWindow(url: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 860,
    minWidth: 720,
    minHeight: 520,
    show: false,
    title: 'Oneshot Studio',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#12151c' : '#f7f8fb',
    webPreferences: {
      preload: path.join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL(url)
  return window
}
