/** Puts the parts of a running window together: host, window, menu, what is shown outside the page. */
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { app, BrowserWindow, Menu, nativeTheme, session } from 'electron'
import { createHost } from '../host/service/index.ts'
import type { Host, Remembered } from '../host/service/types.ts'
import { servePort } from '../host/transport/message-port.ts'
import { CHANNELS } from '../shared/bridge.ts'
import type { MenuCommand } from '../shared/bridge.ts'
import { handleAppScheme } from './app-protocol.ts'
import { asksToReload, asksToStop, pick, reveal } from './dialogs.ts'
import { guardLeaving } from './leaving.ts'
import { menuTemplate } from './menu.ts'
import { findNode } from './node-binary.ts'
import { handOutPorts } from './ports.ts'
import { lockDownSession } from './security.ts'
import { displayTrainings, trainingState } from './training-display.ts'
import { openWindow } from './window.ts'
import { wordsFor } from './words.ts'

interface StudioOptions {
  readonly startUrl: string
  readonly development: boolean
}

const mac = process.platform === 'darwin'

/**
 * Starts the host and opens the window.
 * @throws UserError where the host cannot be
 */
export async function openStudio({ startUrl, development }: StudioOptions): Promise<void> {
  const stateDir = app.getPath('userData')
  const runsDir = path.join(app.getPath('documents'), 'Oneshot Studio', 'runs')
  let remembered: Remembered | undefined
  let update = (): void => undefined
  const words = () => wordsFor(remembered?.settings.language ?? null, app.getLocale())

  const host = await createHost({
    runsDir,
    stateDir,
    nodePath: await nodePath(),
    capabilities: {
      picker: 'native',
      pick: (what) =>
        pick({
          window: BrowserWindow.getAllWindows()[0],
          what,
          words: words(),
          memoryFile: path.join(stateDir, 'dialogs.json'),
        }),
      reveal: (folder) => reveal(folder, runsDir),
    },
    onRemembered(now) {
      remembered = now
      nativeTheme.themeSource = now.settings.theme
      update()
    },
  })

  lockDownSession(session.defaultSession, startUrl)
  handleAppScheme(session.defaultSession, path.join(import.meta.dirname, '../renderer'), host)
  const window = openWindow({ url: startUrl, stateFile: path.join(stateDir, 'window.json'), development })
  const showRuns = async (): Promise<void> => {
    await mkdir(runsDir, { recursive: true })
    await reveal(runsDir, runsDir)
  }
  update = followHost(window, host, () => ({ words: words(), remembered, development }), {
    showRuns: () => void showRuns().catch((error: unknown) => console.error(error)),
  })
  update()
  handOutPorts({ window, startUrl, serve: (port) => servePort(host, port) })
  guardLeaving({
    window,
    host,
    ask: () => asksToStop(window, words()),
    showStopping: () => window.setTitle(words().stopping),
  })
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit')
      void asksToReload(window, words()).then((again) => (again ? window.reload() : app.quit()))
  })
}

/** Under a plain Node, as in a test, that Node will do. */
async function nodePath(): Promise<string> {
  if (process.versions.electron === undefined) return process.execPath
  const { platform, arch } = process
  return findNode({ platform, arch, appDir: app.getAppPath(), searchPath: process.env.PATH ?? '' })
}

interface Shown {
  readonly words: ReturnType<typeof wordsFor>
  readonly remembered: Remembered | undefined
  readonly development: boolean
}

/** Keeps menu, title and task bar as the host and the settings are; returns what brings them up to date. */
function followHost(
  window: BrowserWindow,
  host: Host,
  shown: () => Shown,
  { showRuns }: { readonly showRuns: () => void },
): () => void {
  const display = displayTrainings(window)
  const send = (command: MenuCommand): void => {
    if (!window.isDestroyed()) window.webContents.send(CHANNELS.command, command)
  }
  let menuShown = ''
  function update(): void {
    const { words, remembered, development } = shown()
    const recent = (remembered?.recent ?? []).filter(({ exists }) => exists)
    const state = { words, recent, training: trainingState(host.active()), development, mac }
    // A menu that is open would close if it were replaced with every step.
    const key = JSON.stringify([state.training, recent.map(({ path: folder }) => folder), words.language])
    if (key !== menuShown) Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(state, { send, showRuns })))
    menuShown = key
    display.show(host.active(), words)
  }
  const stopFollowing = host.onActive(update)
  window.once('closed', () => {
    stopFollowing()
    display.end()
  })
  return update
}
