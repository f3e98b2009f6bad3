import path from 'node:path'
import { app, BrowserWindow, session } from 'electron'
import { declareAppScheme, handleAppScheme, PAGE_URL } from './app-protocol.ts'
import { lockDownPages, lockDownSession } from './security.ts'
import { openWindow } from './window.ts'

const developmentUrl = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL
const startUrl = developmentUrl === undefined ? PAGE_URL : new URL(developmentUrl).href

function start(): void {
  app.enableSandbox()
  declareAppScheme()
  lockDownPages(startUrl)

  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows()
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('activate', () => {
    if (app.isReady() && BrowserWindow.getAllWindows().length === 0) openWindow(startUrl)
  })

  void app.whenReady().then(() => {
    lockDownSession(session.defaultSession, developmentUrl)
    handleAppScheme(session.defaultSession, path.join(import.meta.dirname, '../renderer'))
    openWindow(startUrl)
  })
}

// Two instances would write to the same runs.
if (app.requestSingleInstanceLock()) start()
else app.quit()
