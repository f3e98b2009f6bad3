import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { DatasetInfo } from '../../../shared/dataset.ts'
import { messageOf, UserError } from '../../../shared/errors.ts'
import { FolderSource, isDenied } from './folder-source.ts'
import type { PictureSource } from './source.ts'
import { ZipSource } from './zip-source.ts'

function explain(error: unknown, path: string): UserError {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new UserError('path-missing', `There is nothing at ${path}.`, {
      subject: path,
      next: 'Check the spelling; a relative path starts from the folder the command runs in.',
    })
  }
  if (isDenied(error)) {
    return new UserError('no-permission', `${path} may not be opened: you lack the permission.`, {
      subject: path,
      next: 'Ask for read access, or copy the data set to a folder of yours.',
    })
  }
  return new UserError('path-unreadable', `${path} cannot be opened: ${messageOf(error)}.`, {
    subject: path,
    next: 'Check that the disk is connected and try again.',
    cause: error,
  })
}

/** Opens a folder or a zip of one. @throws UserError that says why it is neither */
export function openSource(path: string): { root: string; source: PictureSource } {
  const root = resolve(path)
  try {
    const stat = statSync(root)
    if (stat.isDirectory()) return { root, source: new FolderSource(root) }
    if (stat.isFile() && root.toLowerCase().endsWith('.zip')) return { root, source: new ZipSource(root) }
  } catch (error) {
    throw explain(error, path)
  }
  throw new UserError('not-a-folder', `${path} is a file, not a folder of classes.`, {
    subject: path,
    next: 'Choose the folder that holds one folder of pictures for each class, or a .zip of it.',
  })
}

/** Opens what a data set was scanned from, again. @throws UserError when it is gone */
export function reopenSource(dataset: DatasetInfo): PictureSource {
  return openSource(dataset.root).source
}

/** Turns the system's refusal of the whole folder into a sentence; other errors stay what they are. */
export function explainListing(error: unknown, path: string): unknown {
  const isSystem = typeof (error as NodeJS.ErrnoException).syscall === 'string'
  return isSystem ? explain(error, path) : error
}
