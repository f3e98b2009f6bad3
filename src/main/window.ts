/** The one window. */
import path from 'node:path'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { readJson, writeJson } from './json-file.ts'
import { placeWindow, smallestWindow, windowStateSchema } from './window-state.ts'

export const TITLE = 'Oneshot Studio'

export interface WindowOptions {
  readonly url: string
  /** Where it remembers its place. */
  readonly stateFile: string
  readonly development: boolean
}

const background = (): string => (nativeTheme.shouldUseDarkColors ? '#12151c' : '#f7f8fb')

/** Opens the window, shown when it has something to show. */
export function openWindow({ url, stateFile, development }: WindowOptions): BrowserWindow {
  const main = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id)
  const areas = [main, ...others].map(({ workArea }) => workArea)
  const { maximised, ...place } = placeWindow(readJson(stateFile, windowStateSchema), areas)
  const window = new BrowserWindow({
    ...place,
    show: false,
    title: TITLE,
    backgroundColor: background(),
    webPreferences: {
      preload: path.join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: development,
    },
  })
  const smallest = smallestWindow(window.getSize(), window.getContentSize(), main.workArea)
  window.setMinimumSize(smallest.width, smallest.height)
  if (maximised) window.maximize()

  const recolour = (): void => window.setBackgroundColor(background())
  nativeTheme.on('updated', recolour)
  window.once('closed', () => nativeTheme.off('updated', recolour))
  window.once('ready-to-show', () => window.show())
  // The title tells how the training goes; the page's own is for browser tabs.
  window.on('page-title-updated', (event) => event.preventDefault())
  window.on('close', () => {
    writeJson(stateFile, { ...window.getNormalBounds(), maximised: window.isMaximized() })
  })
  void window.loadURL(url)
  return window
}
