/** Entry of the window's process. */
import { app, BrowserWindow, dialog } from 'electron'
import { messageOf, UserError } from '../shared/errors.ts'
import { declareAppScheme, PAGE_URL } from './app-protocol.ts'
import { lockDownPages } from './security.ts'
import { openStudio } from './studio.ts'
import { TITLE } from './window.ts'

const developmentUrl = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL
const development = developmentUrl !== undefined
const startUrl = development ? new URL(developmentUrl).href : PAGE_URL

function giveUp(error: unknown): void {
  console.error(error)
  const next = error instanceof UserError ? error.next : undefined
  dialog.showErrorBox(TITLE, [messageOf(error), next].filter(Boolean).join('\n\n'))
  app.exit(1)
}

function start(): void {
  app.enableSandbox()
  declareAppScheme()
  lockDownPages(startUrl)
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows()
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
  // On macOS as well: an app of one window, whose trainings end with it.
  app.on('window-all-closed', () => app.quit())
  app
    .whenReady()
    .then(() => openStudio({ startUrl, development }))
    .catch(giveUp)
}

process.on('unhandledRejection', (reason) => console.error('Unhandled rejection:', reason))

// Two instances would write to the same runs.
if (app.requestSingleInstanceLock()) start()
else app.quit()
