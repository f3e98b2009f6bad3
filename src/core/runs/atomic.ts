/** Files that are either the old one or the new one, never half of the new one: whatever happens to process or disk. */
import { open, rename, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { messageOf, UserError } from '../../shared/errors.ts'

/** What a write needs of the file system; tests hand in one that fails. */
export interface AtomicFs {
  open(file: string, flags: string): Promise<FileHandle>
  rename(from: string, to: string): Promise<void>
}

const NODE_FS: AtomicFs = { open, rename }

/** EFBIG is a file-size limit of the account: for the person it is the same as a full disk. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
const FORBIDDEN = new Set(['EACCES', 'EPERM', 'EROFS'])

/** The `code` of a Node system error, or undefined. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** Turns a failed write into a sentence for the person. `kept` says what is still whole. */
export function writeError(file: string, error: unknown, kept = ''): UserError {
  const code = errnoOf(error) ?? ''
  const details = { subject: file, cause: error }
  if (FULL.has(code)) {
    return new UserError('files/disk-full', `The disk is full: ${file} could not be written.${kept}`, {
      ...details,
      next: 'Free some space, then continue with `oneshot train --resume`.',
    })
  }
  if (FORBIDDEN.has(code)) {
    return new UserError('files/no-permission', `There is no permission to write ${file}.${kept}`, {
      ...details,
      next: 'Choose another folder for the run, or change its permissions.',
    })
  }
  return new UserError('files/write-failed', `${file} could not be written: ${messageOf(error)}.${kept}`, details)
}

/** Flushes a folder's list of names. Windows cannot open folders; there the rename itself is flushed. */
async function flushFolder(folder: string, fs: AtomicFs): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await fs.open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  // A nearly full disk writes less than asked before it fails.
  for (let done = 0; done < chunk.byteLength;) {
    const { bytesWritten } = await handle.write(chunk, done, chunk.byteLength - done)
    done += bytesWritten
  }
}

/**
 * Writes the chunks one after another to a temporary name beside `file`, flushes, renames, flushes the folder.
 * @throws UserError `files/disk-full`, `files/no-permission` or `files/write-failed`; then the old file is unchanged and
 * the temporary one is gone.
 */
export async function writeAtomic(file: string, chunks: readonly Uint8Array[], fs: AtomicFs = NODE_FS): Promise<void> {
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`)
  try {
    const handle = await fs.open(temporary, 'w')
    try {
      for (const chunk of chunks) await writeAll(handle, chunk)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await fs.rename(temporary, file)
    await flushFolder(path.dirname(file), fs)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw writeError(file, error, ' What was there before is unchanged.')
  }
}

/** Writes a value as readable JSON, like `writeAtomic`. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  await writeAtomic(file, [new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`)])
}
