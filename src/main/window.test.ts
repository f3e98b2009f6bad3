import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import * as electron from '../../tests/mocks/electron.ts'
import { placeWindow, smallestWindow } from './window-state.ts'
import { openWindow } from './window.ts'

vi.mock('electron', () => import('../../tests/mocks/electron.ts'))

const SCREEN = { x: 0, y: 25, width: 1920, height: 1015 }
const LEFT = { x: -1280, y: 0, width: 1280, height: 1024 }
const state = { x: 100, y: 100, width: 1200, height: 800, maximised: false }

describe('where the window opens', () => {
  it('opens where it was, on whichever screen that is', () => {
    expect(placeWindow(state, [SCREEN])).toEqual(state)
    expect(placeWindow({ ...state, x: -1200 }, [SCREEN, LEFT])).toMatchObject({ x: -1200, y: 100 })
  })

  it.each([
    ['a screen that is gone', { ...state, x: -1200 }],
    ['so far right that it cannot be caught', { ...state, x: 1850 }],
    ['a title bar above the screen', { ...state, y: -40 }],
    ['a title bar below the screen', { ...state, y: 1030 }],
  ])('leaves the place to the system after %s, and keeps the size', (_, lost) => {
    expect(placeWindow(lost, [SCREEN])).toEqual({ width: 1200, height: 800, maximised: false })
  })

  it('is never larger than its screen, and has a size of its own the first time', () => {
    expect(placeWindow({ ...state, width: 4000, height: 3000 }, [SCREEN])).toMatchObject({ width: 1920, height: 1015 })
    expect(placeWindow(undefined, [SCREEN])).toEqual({ width: 1360, height: 900, maximised: false })
    expect(placeWindow(undefined, [{ ...SCREEN, width: 1280, height: 700 }])).toMatchObject({
      width: 1280,
      height: 700,
    })
  })

  it('leaves the page 1024x700, where the screen has that', () => {
    expect(smallestWindow([1202, 860], [1200, 800], SCREEN)).toEqual({ width: 1026, height: 760 })
    expect(smallestWindow([1202, 860], [1200, 800], { width: 1366, height: 728 })).toMatchObject({ height: 728 })
  })
})

describe('the window', () => {
  beforeEach(() => electron.reset())

  function open(stateFile: string) {
    openWindow({ url: 'app://studio/index.html', stateFile, development: false })
    return electron.BrowserWindow.getAllWindows().at(-1)!
  }
  const newFile = () => path.join(mkdtempSync(path.join(tmpdir(), 'oneshot-window-')), 'state/window.json')

  it('remembers size, place and whether it was maximised', () => {
    const stateFile = newFile()
    const first = open(stateFile)
    expect(first.isMaximised).toBe(false)
    first.bounds = { x: 40, y: 50, width: 1300, height: 820 }
    first.isMaximised = true
    first.close()
    const second = open(stateFile)
    expect(second.bounds).toEqual({ x: 40, y: 50, width: 1300, height: 820 })
    expect(second.isMaximised).toBe(true)
    expect(second.minimumSize).toEqual([1026, 760])
  })

  it('opens all the same when what it remembers is damaged', () => {
    for (const text of ['{"x":', '[]', '{"x":"left","y":0,"width":1,"height":1,"maximised":false}']) {
      const stateFile = path.join(path.dirname(path.dirname(newFile())), 'window.json')
      writeFileSync(stateFile, text)
      const window = open(stateFile)
      expect(window.bounds).toMatchObject({ width: 1360, height: 900 })
      window.close()
      expect(JSON.parse(readFileSync(stateFile, 'utf8'))).toMatchObject({ width: 1360 })
    }
  })

  it('closes although its place cannot be written down', () => {
    const errors = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'oneshot-window-')), 'file')
    writeFileSync(file, '')
    const window = open(path.join(file, 'window.json'))
    window.close()
    expect(window.isDestroyed()).toBe(true)
    expect(errors).toHaveBeenCalledOnce()
    errors.mockRestore()
  })

  it("has its theme's colour behind the page, and the title that we give it", () => {
    electron.nativeTheme.shouldUseDarkColors = true
    const window = open(newFile())
    expect(window.options.backgroundColor).toBe('#12151c')
    electron.nativeTheme.shouldUseDarkColors = false
    electron.nativeTheme.emit('updated')
    expect(electron.callsOf('window.setBackgroundColor')).toEqual([['#f7f8fb']])
    const retitle = { preventDefault: vi.fn() }
    window.emit('page-title-updated', retitle, 'x')
    expect(retitle.preventDefault).toHaveBeenCalledOnce()
    expect(electron.callsOf('window.show')).toEqual([])
    window.emit('ready-to-show')
    expect(electron.callsOf('window.show')).toEqual([[]])
    window.close()
    expect(electron.nativeTheme.listenerCount('updated')).toBe(0)
  })
})
