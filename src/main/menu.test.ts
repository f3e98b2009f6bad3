import { describe, expect, it, vi } from 'vitest'
import type { MenuItemConstructorOptions } from 'electron'
import { menuTemplate } from './menu.ts'
import type { MenuState } from './menu.ts'
import { WORDS, wordsFor } from './words.ts'

type Item = MenuItemConstructorOptions

/** Shortcuts that Electron gives to roles by itself. */
const OF_ROLES: Record<string, string> = {
  undo: 'CmdOrCtrl+Z',
  redo: 'CmdOrCtrl+Shift+Z',
  cut: 'CmdOrCtrl+X',
  copy: 'CmdOrCtrl+C',
  paste: 'CmdOrCtrl+V',
  selectAll: 'CmdOrCtrl+A',
  close: 'CmdOrCtrl+W',
  quit: 'CmdOrCtrl+Q',
  minimize: 'CmdOrCtrl+M',
  reload: 'CmdOrCtrl+R',
  toggleDevTools: 'CmdOrCtrl+Shift+I',
  resetZoom: 'CmdOrCtrl+0',
  zoomIn: 'CmdOrCtrl+Plus',
  zoomOut: 'CmdOrCtrl+-',
  togglefullscreen: 'F11',
  hide: 'Cmd+H',
  hideOthers: 'Cmd+Alt+H',
}

function menu(change: Partial<MenuState> = {}) {
  const actions = { send: vi.fn(), showRuns: vi.fn() }
  const state: MenuState = {
    words: WORDS.en,
    recent: [],
    training: 'none',
    development: false,
    mac: false,
    ...change,
  }
  const template = menuTemplate(state, actions)
  const items = template.flatMap(all)
  const click = (label: string) => (items.find((item) => item.label === label)?.click as () => void)()
  return { template, items, click, ...actions }
}

function all(item: Item): Item[] {
  return [item, ...(Array.isArray(item.submenu) ? item.submenu.flatMap(all) : [])]
}

const roles = (items: Item[]) => items.flatMap(({ role }) => role ?? [])

describe('menu', () => {
  it.each([
    ['en', false],
    ['en', true],
    ['zh-CN', false],
    ['zh-CN', true],
  ] as const)('has a word for every entry and no shortcut twice (%s, mac %s)', (language, mac) => {
    const { items } = menu({ words: WORDS[language], mac, development: true, training: 'running' })
    for (const item of items) {
      if (item.type !== 'separator' && item.role !== 'appMenu') expect(item.label, item.role).toMatch(/\S/)
    }
    const shortcuts = items.flatMap(({ accelerator, role }) => accelerator ?? OF_ROLES[role ?? ''] ?? [])
    expect(shortcuts.length).toBeGreaterThan(15)
    expect(new Set(shortcuts).size).toBe(shortcuts.length)
  })

  it('edits, zooms and closes by roles, and reloads only while it is developed', () => {
    const given = roles(menu().items)
    expect(given).toEqual(
      expect.arrayContaining(['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll', 'resetZoom', 'zoomIn', 'zoomOut']),
    )
    expect(given).toEqual(expect.arrayContaining(['togglefullscreen', 'close', 'quit', 'window', 'help', 'about']))
    expect(given).not.toContain('reload')
    expect(given).not.toContain('toggleDevTools')
    expect(roles(menu({ development: true }).items)).toEqual(expect.arrayContaining(['reload', 'toggleDevTools']))
  })

  it("has the app's own menu first on macOS, which quits", () => {
    const { template, items } = menu({ mac: true })
    expect(template[0]?.role).toBe('appMenu')
    expect(roles(items).filter((role) => role === 'quit')).toHaveLength(1)
    expect(roles(items).filter((role) => role === 'about')).toHaveLength(1)
  })

  it('asks the page to open things and to go to pages', () => {
    const { click, items, send, showRuns } = menu({ recent: [{ name: 'R&D', path: '/data/R&D' }] })
    click('Open Folder…')
    click('Open Zip…')
    click('R&&D — /data/R&&D')
    click('Trials')
    click('Show Runs Folder')
    expect(send.mock.calls.flat()).toEqual(['open-folder', 'open-zip', 'open-recent:/data/R&D', 'go:trials'])
    expect(showRuns).toHaveBeenCalledOnce()
    expect(items.filter(({ accelerator }) => /^CmdOrCtrl\+[1-7]$/.test(String(accelerator)))).toHaveLength(7)
  })

  it('shows at most ten recent data sets, and says when there are none', () => {
    const recent = Array.from({ length: 12 }, (_, i) => ({ name: `d${i}`, path: `/d${i}` }))
    const submenu = (items: Item[]) => items.find(({ label }) => label === 'Open Recent')?.submenu as Item[]
    expect(submenu(menu({ recent }).items)).toHaveLength(10)
    expect(submenu(menu().items)).toEqual([{ label: 'No recent folders', enabled: false }])
  })

  it('pauses a training that runs, resumes one that is paused, and is grey without one', () => {
    const entry = (items: Item[], label: string) => items.find((item) => item.label === label)
    const idle = menu()
    expect(entry(idle.items, WORDS.en.pause)?.enabled).toBe(false)
    expect(entry(idle.items, WORDS.en.stop)?.enabled).toBe(false)
    const running = menu({ training: 'running' })
    running.click(WORDS.en.pause)
    running.click(WORDS.en.stop)
    const paused = menu({ training: 'paused' })
    paused.click(WORDS.en.resume)
    expect([...running.send.mock.calls, ...paused.send.mock.calls].flat()).toEqual([
      'run:pause',
      'run:stop',
      'run:resume',
    ])
  })
})

describe('words', () => {
  it("follow the settings, else the system's language", () => {
    expect(wordsFor('zh-CN', 'en-GB')).toBe(WORDS['zh-CN'])
    expect(wordsFor(null, 'zh-Hans-CN')).toBe(WORDS['zh-CN'])
    expect(wordsFor(null, 'de-DE')).toBe(WORDS.en)
    expect(wordsFor('en', 'zh-CN')).toBe(WORDS.en)
  })

  it('are translated, all but the name', () => {
    const same = Object.entries(WORDS.en).filter(
      ([key, word]) => typeof word === 'string' && word === WORDS['zh-CN'][key as 'file'],
    )
    expect(same).toEqual([])
  })
})
