import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { BrowserWindow } from 'electron'
import * as electron from '../../tests/mocks/electron.ts'
import { asksToStop, pick, reveal } from './dialogs.ts'
import { WORDS } from './words.ts'

vi.mock('electron', () => import('../../tests/mocks/electron.ts'))

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'oneshot-dialogs-')))
const words = WORDS.en

const options = () => electron.callsOf('dialog.showOpenDialog').at(-1)?.at(-1) as Record<string, unknown>

describe('choosing', () => {
  beforeEach(() => {
    electron.reset()
    electron.answers.paths = { pictures: '/home/someone/Pictures' }
  })

  it('starts among the pictures, then where one was last', async () => {
    const memoryFile = path.join(folder, 'dialogs.json')
    electron.answers.open = { canceled: false, filePaths: ['/data/cats'] }
    expect(await pick({ window: undefined, what: 'dataset', words, memoryFile })).toBe('/data/cats')
    expect(options()).toMatchObject({ defaultPath: '/home/someone/Pictures', properties: ['openDirectory'] })

    electron.answers.open = { canceled: true, filePaths: [] }
    expect(await pick({ window: undefined, what: 'zip', words, memoryFile })).toBeNull()
    expect(options()).toMatchObject({ defaultPath: '/data', properties: ['openFile'] })
    expect(options().filters).toEqual([{ name: 'Zip files', extensions: ['zip'] }])
  })

  it('belongs to the window, and can make a folder to write to', async () => {
    const window = new electron.BrowserWindow({ width: 1200, height: 800, webPreferences: {} })
    const memoryFile = path.join(folder, 'other.json')
    await pick({ window: window as unknown as BrowserWindow, what: 'folder', words, memoryFile })
    expect(electron.callsOf('dialog.showOpenDialog')[0]?.[0]).toBe(window)
    expect(options().properties).toEqual(['openDirectory', 'createDirectory', 'promptToCreate'])
  })
})

describe('the file manager', () => {
  const runs = path.join(folder, 'runs')
  const run = path.join(runs, 'run-1')
  mkdirSync(run, { recursive: true })
  writeFileSync(path.join(run, 'log.txt'), '')
  beforeEach(() => electron.reset())

  it('shows runs, and exports wherever they are', async () => {
    const exported = path.join(folder, 'exported')
    mkdirSync(exported)
    writeFileSync(path.join(exported, 'export.json'), '{}')
    for (const shown of [runs, run, exported]) await reveal(shown, runs)
    expect(electron.callsOf('shell.openPath')).toEqual([[runs], [run], [exported]])
  })

  it('opens no file, no other folder, and nothing that is gone', async () => {
    await expect(reveal(path.join(run, 'log.txt'), runs)).rejects.toThrow(/There is no folder/)
    await expect(reveal(path.join(run, 'gone'), runs)).rejects.toThrow(/There is no folder/)
    await expect(reveal(folder, runs)).rejects.toThrow(/neither a run's folder nor an export/)
    await expect(reveal(path.join(run, '../..'), runs)).rejects.toThrow(/neither/)
    expect(electron.calls).toEqual([])
  })

  it('shows a folder that could be a program, without opening it', async () => {
    const program = path.join(runs, 'Evil.app')
    mkdirSync(program)
    await reveal(program, runs)
    expect(electron.calls).toEqual([{ name: 'shell.showItemInFolder', args: [program] }])
  })

  it('says why the system did not show it', async () => {
    electron.answers.openPath = 'no application for folders'
    await expect(reveal(run, runs)).rejects.toThrow(/could not be shown: no application for folders/)
  })
})

describe('the question before closing', () => {
  beforeEach(() => electron.reset())

  it.each([
    [0, true],
    [1, false],
  ])('button %i: %s; says what is kept, and keeps the training by Enter and Escape', async (response, goesAhead) => {
    const window = new electron.BrowserWindow({ width: 1200, height: 800, webPreferences: {} })
    electron.answers.message = { response }
    expect(await asksToStop(window as unknown as BrowserWindow, words)).toBe(goesAhead)
    const [[, asked]] = electron.callsOf('dialog.showMessageBox') as [[unknown, Record<string, unknown>]]
    expect(asked).toMatchObject({ buttons: ['Stop and Close', 'Cancel'], defaultId: 1, cancelId: 1 })
    expect(asked.detail).toMatch(/best network so far and a checkpoint/)
  })
})
