import { createHash, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

const APP = 'oneshot-studio'

/** Where things are kept that can be made again: `ONESHOT_CACHE`, else where the system wants such things. */
export function cacheFolder(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: string = process.platform,
  home: string = homedir(),
): string {
  if (env['ONESHOT_CACHE']) return env['ONESHOT_CACHE']
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), APP, 'Cache')
  if (platform === 'darwin') return join(home, 'Library', 'Caches', APP)
  return join(env['XDG_CACHE_HOME'] ?? join(home, '.cache'), APP)
}

/** SHA-256, hex. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

/**
 * Writes a file so that it is there whole or not at all: to a name of its own, flushed, then renamed.
 * @param write gets the open file's descriptor; when it fails, nothing stays behind
 */
export async function writeWhole(path: string, write: (fd: number) => void | Promise<void>): Promise<void> {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`
  const fd = openSync(temporary, 'wx')
  try {
    try {
      await write(fd)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** Writes all bytes at a position: the system may take fewer at a time. */
export function writeAll(fd: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(fd, bytes, done, bytes.length - done, position + done)
  }
}
