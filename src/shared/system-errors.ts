/** What the operating system reports of the disk, in words. */
import { UserError } from './errors.ts'

const SYSTEM: Readonly<Record<string, readonly [what: string, next: string]>> = {
  ENOSPC: ['the disk is full', 'Free some space and try again.'],
  EDQUOT: ['your disk quota is used up', 'Free some space and try again.'],
  EFBIG: ['the file would be larger than allowed', 'Raise the file size limit (ulimit -f) and try again.'],
  EACCES: ['you lack the permission', 'Change the permissions, or choose another folder.'],
  EPERM: ['you lack the permission', 'Change the permissions, or choose another folder.'],
  EROFS: ['the disk is read-only', 'Choose another folder.'],
  ENOENT: ['there is no such file or folder', 'Check the spelling; a relative path starts where the command runs.'],
  ENOTDIR: ['part of the path is a file, not a folder', 'Check the spelling.'],
  EMFILE: ['too many files are open', 'Raise the limit (ulimit -n) and try again.'],
}

/** A failed system call as an error the person can act on, code `system/…`; undefined for anything else. */
export function ofSystem(error: unknown): UserError | undefined {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return undefined
  const { code, path } = error as Error & { code?: string; path?: string }
  const known = code === undefined ? undefined : SYSTEM[code]
  if (!known) return undefined
  const subject = path === undefined ? {} : { subject: path }
  return new UserError(`system/${code}`, `${path ?? 'A file'}: ${known[0]}.`, {
    ...subject,
    next: known[1],
    cause: error,
  })
}
