/** The folder of an export: whole or not there. */
import { mkdir, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { UserError } from '../../shared/errors.ts'
import { writeError } from '../runs/index.ts'
import type { NamedBytes } from './tfjs/write.ts'

/** A failed write in words that fit an export. */
function explain(file: string, error: unknown): UserError {
  if (error instanceof UserError) return error
  const { code, message } = writeError(file, error)
  const next = code === 'files/disk-full' ? 'Free some space' : 'Choose another folder with --out'
  return new UserError(code, message, { subject: file, next: `${next}, and export again.`, cause: error })
}

/** Whether an export may go there. @throws UserError `export/not-empty`, or `files/…` when the folder above it cannot be made */
export async function checkOut(out: string): Promise<void> {
  const found = await stat(out).catch(() => undefined)
  const isFree = !found || (found.isDirectory() && (await readdir(out).catch(() => ['?'])).length === 0)
  if (!isFree) {
    const what = found.isDirectory() ? 'holds files already' : 'is a file'
    throw new UserError('export/not-empty', `${out} ${what}.`, {
      subject: out,
      next: 'Choose an empty or a new folder with --out.',
    })
  }
}

/**
 * Writes into a temporary folder beside `out`, which `finish` gives its name.
 * @throws UserError `files/disk-full`, `files/no-permission` or `files/write-failed`; nothing is left behind then
 */
export async function writeFolder(
  out: string,
  fill: (write: (files: readonly NamedBytes[]) => Promise<void>, folder: string) => Promise<void>,
): Promise<void> {
  const temporary = path.join(path.dirname(out), `.${path.basename(out)}.${process.pid}.part`)
  async function write(files: readonly NamedBytes[]): Promise<void> {
    for (const { name, bytes } of files) {
      const file = path.join(temporary, name)
      try {
        await mkdir(path.dirname(file), { recursive: true })
        await writeFile(file, bytes, { flush: true })
      } catch (error) {
        throw explain(path.join(out, name), error)
      }
    }
  }
  try {
    await mkdir(temporary, { recursive: true }).catch((error: unknown) => {
      throw explain(out, error)
    })
    await fill(write, temporary)
    try {
      // An empty folder of that name may be there; Windows does not rename over it.
      await rmdir(out).catch(() => undefined)
      await rename(temporary, out)
    } catch (error) {
      throw explain(out, error)
    }
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined)
    throw error
  }
}
