/**
 * As much of Electron as the main process uses, without a window: what is called is written down, what a person or a page
 * would do is done by the test. Loaded in place of the `electron` package.
 */
import { EventEmitter } from 'node:events'
import { tmpdir } from 'node:os'
import { WebFrameMain } from './electron-ports.ts'

export { MessageChannelMain, MessagePortMain, WebFrameMain } from './electron-ports.ts'

/** Calls by name, in order: `shell.openExternal` with its arguments. */
export const calls: { name: string; args: unknown[] }[] = []

const atFirst = () => ({
  open: { canceled: true, filePaths: [] as string[] },
  message: { response: 1 },
  openPath: '',
  workAreas: [{ x: 0, y: 0, width: 1920, height: 1040 }],
  singleInstance: true,
  paths: {} as Record<string, string>,
})

/** Answers of dialogs; a test sets them before it opens one. */
export const answers = atFirst()

/** Arguments of all calls of that name. */
export function callsOf(name: string): unknown[][] {
  return calls.filter((call) => call.name === name).map(({ args }) => args)
}

function note(name: string, ...args: unknown[]): void {
  calls.push({ name, args })
}

type Handler = (...args: never[]) => unknown

/** An object whose listed methods only note that they were called, and keep the last argument list. */
class Noted extends EventEmitter {
  /** Handlers given to `set…Handler` and the like, by method. */
  readonly handlers: Record<string, Handler> = {}
}

export class WebContents extends Noted {
  mainFrame = new WebFrameMain()
  readonly sent: { channel: string; args: unknown[] }[] = []
  getURL(): string {
    return this.mainFrame.url
  }
  setWindowOpenHandler(handler: Handler): void {
    this.handlers.windowOpen = handler
  }
  send(channel: string, ...args: unknown[]): void {
    this.sent.push({ channel, args })
  }
}

export interface WindowOptions {
  width: number
  height: number
  x?: number
  y?: number
  webPreferences: Record<string, unknown>
  [other: string]: unknown
}

const windows: BrowserWindow[] = []

export class BrowserWindow extends Noted {
  readonly webContents = new WebContents()
  readonly options: WindowOptions
  title = ''
  minimumSize = [0, 0]
  progress: { value: number; mode: string | undefined } = { value: -1, mode: undefined }
  bounds: { x: number; y: number; width: number; height: number }
  isMaximised = false
  private destroyed = false

  constructor(options: WindowOptions) {
    super()
    const { x = 280, y = 70, width, height } = options
    this.options = options
    this.bounds = { x, y, width, height }
    windows.push(this)
    app.emit('web-contents-created', {}, this.webContents)
    app.emit('browser-window-created', {}, this)
  }
  static getAllWindows = (): BrowserWindow[] => [...windows]
  getSize = (): number[] => [this.bounds.width, this.bounds.height]
  /** A frame of 2 x 60 pixels, title and menu bar included. */
  getContentSize = (): number[] => [this.bounds.width - 2, this.bounds.height - 60]
  getNormalBounds = () => ({ ...this.bounds })
  setMinimumSize = (width: number, height: number): void => void (this.minimumSize = [width, height])
  setBackgroundColor = (colour: string): void => note('window.setBackgroundColor', colour)
  setTitle = (title: string): void => void (this.title = title)
  setProgressBar = (value: number, options?: { mode?: string }): void => {
    this.progress = { value, mode: options?.mode }
  }
  maximize = (): void => void (this.isMaximised = true)
  isMaximized = (): boolean => this.isMaximised
  isMinimized = (): boolean => false
  isDestroyed = (): boolean => this.destroyed
  restore = (): void => note('window.restore')
  focus = (): void => note('window.focus')
  show = (): void => note('window.show')
  reload = (): void => note('window.reload')
  loadURL(url: string): Promise<void> {
    this.webContents.mainFrame.url = url
    note('window.loadURL', url)
    return Promise.resolve()
  }
  /** What the cross of the window does. */
  close(): void {
    let kept = false
    this.emit('close', { preventDefault: () => (kept = true) })
    if (kept || this.destroyed) return
    this.destroyed = true
    windows.splice(windows.indexOf(this), 1)
    this.webContents.emit('destroyed')
    this.emit('closed')
    if (windows.length === 0) app.emit('window-all-closed')
  }
}

class App extends Noted {
  isPackaged = true
  private quitting = false
  hasQuit = false
  enableSandbox = (): void => note('app.enableSandbox')
  requestSingleInstanceLock = (): boolean => answers.singleInstance
  whenReady = (): Promise<void> => Promise.resolve()
  isReady = (): boolean => true
  getLocale = (): string => 'en-GB'
  getAppPath = (): string => process.cwd()
  getPath = (name: string): string => answers.paths[name] ?? tmpdir()
  exit = (code: number): void => note('app.exit', code)
  quit = (): void => {
    if (this.quitting || this.hasQuit) return
    this.quitting = true
    let kept = false
    this.emit('before-quit', { preventDefault: () => (kept = true) })
    if (!kept) {
      for (const window of [...windows]) window.close()
      if (windows.length === 0) {
        this.hasQuit = true
        this.emit('quit')
      }
    }
    this.quitting = false
  }
}

export const app = new App()

class NativeTheme extends EventEmitter {
  shouldUseDarkColors = false
  themeSource = 'system'
}

export const nativeTheme = new NativeTheme()
export const ipcMain = new EventEmitter()

class Session extends Noted {
  readonly protocol = {
    handle: (scheme: string, handler: (request: Request) => Promise<Response>): void => {
      this.handlers[`protocol:${scheme}`] = handler as Handler
    },
  }
  readonly webRequest = {
    onBeforeRequest: (filter: unknown, handler: Handler): void => {
      note('webRequest.onBeforeRequest', filter)
      this.handlers.beforeRequest = handler
    },
  }
  setPermissionRequestHandler = (handler: Handler): void => void (this.handlers.permissionRequest = handler)
  setPermissionCheckHandler = (handler: Handler): void => void (this.handlers.permissionCheck = handler)
  setDevicePermissionHandler = (handler: Handler): void => void (this.handlers.devicePermission = handler)
}

export const session = { defaultSession: new Session() }

export const protocol = {
  registerSchemesAsPrivileged: (schemes: unknown): void => note('protocol.registerSchemesAsPrivileged', schemes),
}

export const shell = {
  openExternal: (url: string): Promise<void> => {
    note('shell.openExternal', url)
    return Promise.resolve()
  },
  openPath: (path: string): Promise<string> => {
    note('shell.openPath', path)
    return Promise.resolve(answers.openPath)
  },
  showItemInFolder: (path: string): void => note('shell.showItemInFolder', path),
}

export const dialog = {
  showOpenDialog: (...args: unknown[]) => {
    note('dialog.showOpenDialog', ...args)
    return Promise.resolve(answers.open)
  },
  showMessageBox: (...args: unknown[]) => {
    note('dialog.showMessageBox', ...args)
    return Promise.resolve(answers.message)
  },
  showErrorBox: (...args: unknown[]): void => note('dialog.showErrorBox', ...args),
}

const awake = new Set<number>()
/** Blockers that are on. */
export const powerSaveBlocker = {
  start: (kind: string): number => {
    note('powerSaveBlocker.start', kind)
    const id = calls.length
    awake.add(id)
    return id
  },
  stop: (id: number): void => void awake.delete(id),
  count: (): number => awake.size,
}

const display = (workArea: unknown, id: number) => ({ id, workArea })

export const screen = {
  getPrimaryDisplay: () => display(answers.workAreas[0], 0),
  getAllDisplays: () => answers.workAreas.map(display),
}

export const Menu = {
  template: [] as unknown[],
  buildFromTemplate: (template: unknown[]) => template,
  setApplicationMenu: (menu: unknown[]): void => {
    note('Menu.setApplicationMenu')
    Menu.template = menu
  },
}

/** The preload script's side. */
export const ipcRenderer = Object.assign(new EventEmitter(), {
  send: (channel: string, ...args: unknown[]): void => note('ipcRenderer.send', channel, ...args),
})
export const exposed: Record<string, unknown> = {}
export const contextBridge = {
  exposeInMainWorld: (name: string, value: unknown): void => void (exposed[name] = value),
}
export const webUtils = { getPathForFile: (file: { name: string }): string => `/dropped/${file.name}` }

/** As a process that has just started. */
export function reset(): void {
  calls.length = 0
  windows.length = 0
  awake.clear()
  for (const emitter of [app, ipcMain, ipcRenderer, nativeTheme, session.defaultSession]) emitter.removeAllListeners()
  app.hasQuit = false
  Object.assign(nativeTheme, { shouldUseDarkColors: false, themeSource: 'system' })
  Object.assign(answers, atFirst())
}

export default {}
