/** The menu bar as data, so that it can be looked at without a window. */
import type { MenuItemConstructorOptions } from 'electron'
import { MENU_PAGES } from '../shared/bridge.ts'
import type { MenuCommand } from '../shared/bridge.ts'
import type { Words } from './words.ts'

export interface MenuState {
  readonly words: Words
  /** Recent data sets, newest first. */
  readonly recent: readonly { readonly name: string; readonly path: string }[]
  /** Whether a training is under way, and if so, whether it is paused. */
  readonly training: 'none' | 'running' | 'paused'
  readonly development: boolean
  readonly mac: boolean
}

export interface MenuActions {
  readonly send: (command: MenuCommand) => void
  readonly showRuns: () => void
}

const RECENT_SHOWN = 10

type Item = MenuItemConstructorOptions
const SEPARATOR: Item = { type: 'separator' }

export function menuTemplate(state: MenuState, actions: MenuActions): Item[] {
  const { words, mac } = state
  const middle = [fileMenu(state, actions), editMenu(words), viewMenu(state, actions), runMenu(state, actions)]
  const about: Item = { role: 'about', label: words.about }
  if (!mac) return [...middle, windowMenu(state), { label: words.help, role: 'help', submenu: [about] }]
  // macOS puts a search field into a help menu; the rest is in the app's own menu.
  return [appMenu(words, about), ...middle, windowMenu(state), { label: words.help, role: 'help', submenu: [] }]
}

function appMenu(words: Words, about: Item): Item {
  return {
    role: 'appMenu',
    submenu: [
      about,
      SEPARATOR,
      { role: 'services', label: words.services },
      SEPARATOR,
      { role: 'hide', label: words.hide },
      { role: 'hideOthers', label: words.hideOthers },
      { role: 'unhide', label: words.showAll },
      SEPARATOR,
      { role: 'quit', label: words.quit },
    ],
  }
}

function fileMenu({ words, recent, mac }: MenuState, { send, showRuns }: MenuActions): Item {
  const known: Item[] = recent.slice(0, RECENT_SHOWN).map(({ name, path }) => ({
    // An ampersand would become a shortcut.
    label: `${name} — ${path}`.replaceAll('&', '&&'),
    click: () => send(`open-recent:${path}`),
  }))
  return {
    label: words.file,
    submenu: [
      { label: words.openFolder, accelerator: 'CmdOrCtrl+O', click: () => send('open-folder') },
      { label: words.openZip, accelerator: 'CmdOrCtrl+Shift+O', click: () => send('open-zip') },
      { label: words.openRecent, submenu: known.length > 0 ? known : [{ label: words.noneRecent, enabled: false }] },
      SEPARATOR,
      { label: words.runsFolder, click: showRuns },
      SEPARATOR,
      { role: 'close', label: words.close },
      ...(mac ? [] : [{ role: 'quit', label: words.quit } satisfies Item]),
    ],
  }
}

function editMenu(words: Words): Item {
  return {
    label: words.edit,
    submenu: [
      { role: 'undo', label: words.undo },
      { role: 'redo', label: words.redo },
      SEPARATOR,
      { role: 'cut', label: words.cut },
      { role: 'copy', label: words.copy },
      { role: 'paste', label: words.paste },
      { role: 'selectAll', label: words.selectAll },
    ],
  }
}

function viewMenu({ words, development }: MenuState, { send }: MenuActions): Item {
  const pages = MENU_PAGES.map((page, index): Item => ({
    label: words.pages[page],
    accelerator: `CmdOrCtrl+${index + 1}`,
    click: () => send(`go:${page}`),
  }))
  const forDevelopers: Item[] = [
    { role: 'reload', label: words.reload },
    { role: 'toggleDevTools', label: words.developerTools },
    SEPARATOR,
  ]
  return {
    label: words.view,
    submenu: [
      ...pages,
      SEPARATOR,
      ...(development ? forDevelopers : []),
      { role: 'resetZoom', label: words.actualSize },
      { role: 'zoomIn', label: words.zoomIn },
      // The same key without Shift, as most keyboards have it.
      { role: 'zoomIn', label: words.zoomIn, accelerator: 'CmdOrCtrl+=', visible: false },
      { role: 'zoomOut', label: words.zoomOut },
      SEPARATOR,
      { role: 'togglefullscreen', label: words.fullScreen },
    ],
  }
}

function runMenu({ words, training }: MenuState, { send }: MenuActions): Item {
  const paused = training === 'paused'
  return {
    label: words.run,
    submenu: [
      {
        label: paused ? words.resume : words.pause,
        accelerator: 'CmdOrCtrl+Shift+P',
        enabled: training !== 'none',
        click: () => send(paused ? 'run:resume' : 'run:pause'),
      },
      {
        label: words.stop,
        accelerator: 'CmdOrCtrl+Shift+.',
        enabled: training !== 'none',
        click: () => send('run:stop'),
      },
    ],
  }
}

function windowMenu({ words, mac }: MenuState): Item {
  const items: Item[] = [
    { role: 'minimize', label: words.minimise },
    ...(mac
      ? [
          { role: 'zoom', label: words.zoomWindow } satisfies Item,
          SEPARATOR,
          { role: 'front', label: words.bringAllToFront } satisfies Item,
        ]
      : []),
  ]
  return { label: words.window, role: 'window', submenu: items }
}
