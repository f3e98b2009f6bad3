/** The system's dialogs, and the file manager. */
import { existsSync } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { app, dialog, shell } from 'electron'
import type { BrowserWindow, OpenDialogOptions } from 'electron'
import { z } from 'zod'
import { UserError } from '../shared/errors.ts'
import { readJson, writeJson } from './json-file.ts'
import type { Words } from './words.ts'

export type Picked = 'dataset' | 'zip' | 'folder'

const foldersSchema = z.object({ lastFolder: z.string() })

export interface PickOptions {
  readonly window: BrowserWindow | undefined
  readonly what: Picked
  readonly words: Words
  /** Dialogs have forgotten the last folder since Electron 43, so it is kept here. */
  readonly memoryFile: string
}

/** What the person chose; null when they changed their mind. */
export async function pick({ window, what, words, memoryFile }: PickOptions): Promise<string | null> {
  const titles = { dataset: words.chooseDataset, zip: words.chooseZip, folder: words.chooseFolder }
  const options: OpenDialogOptions = {
    title: titles[what],
    message: titles[what],
    defaultPath: readJson(memoryFile, foldersSchema)?.lastFolder ?? app.getPath('pictures'),
    properties: what === 'zip' ? ['openFile'] : ['openDirectory', ...(what === 'folder' ? CREATES : [])],
    ...(what === 'zip' ? { filters: [{ name: words.zipFiles, extensions: ['zip'] }] } : {}),
  }
  const { canceled, filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options))
  const [chosen] = filePaths
  if (canceled || chosen === undefined) return null
  writeJson(memoryFile, { lastFolder: path.dirname(chosen) })
  return chosen
}

const CREATES = ['createDirectory', 'promptToCreate'] as const

/** Whether it is in the folder of the runs, or an export, wherever that was put. */
async function isOurs(folder: string, runsDir: string): Promise<boolean> {
  const runs = await realpath(runsDir).catch(() => runsDir)
  return folder === runs || folder.startsWith(runs + path.sep) || existsSync(path.join(folder, 'export.json'))
}

/**
 * Shows a run's or an export's folder in the file manager. Never a file, and never a folder that the system would run as a
 * program.
 * @throws UserError
 */
export async function reveal(folder: string, runsDir: string): Promise<void> {
  const real = await realpath(folder).catch(() => undefined)
  if (real === undefined || !(await stat(real)).isDirectory()) {
    throw new UserError('files/none', `There is no folder ${folder}.`, {
      subject: folder,
      next: 'It may have been moved or deleted.',
    })
  }
  if (!(await isOurs(real, runsDir))) {
    throw new UserError('files/not-allowed', `${folder} is neither a run's folder nor an export.`, { subject: folder })
  }
  if (path.extname(real) === '') {
    const problem = await shell.openPath(real)
    if (problem !== '') throw new UserError('files/not-shown', `${folder} could not be shown: ${problem}`)
  } else {
    shell.showItemInFolder(real)
  }
}

/** Asks before a training is stopped; true to go ahead. */
export async function asksToStop(window: BrowserWindow, words: Words): Promise<boolean> {
  if (window.isMinimized()) window.restore()
  window.focus()
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: words.closeQuestion,
    detail: words.closeKept,
    buttons: [words.stopAndClose, words.cancel],
    // Enter and Escape both keep the training.
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  })
  return response === 0
}

/** After the page has crashed; true to load it again. */
export async function asksToReload(window: BrowserWindow, words: Words): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: words.pageDied,
    detail: words.pageDiedNext,
    buttons: [words.reloadPage, words.quit],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  return response === 0
}
