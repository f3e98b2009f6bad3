import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { cacheFolder, writeAll, writeWhole } from './cache-folder.ts'
import { temporaryFolder } from './test-support.ts'

it('is where the person says, else where the system wants it', () => {
  expect(cacheFolder({ ONESHOT_CACHE: '/x' }, 'linux', '/home/a')).toBe('/x')
  expect(cacheFolder({}, 'linux', '/home/a')).toBe(join('/home/a', '.cache', 'oneshot-studio'))
  expect(cacheFolder({ XDG_CACHE_HOME: '/c' }, 'linux', '/home/a')).toBe(join('/c', 'oneshot-studio'))
  expect(cacheFolder({}, 'darwin', '/Users/a')).toBe(join('/Users/a', 'Library', 'Caches', 'oneshot-studio'))
  expect(cacheFolder({ LOCALAPPDATA: 'L' }, 'win32', 'U')).toBe(join('L', 'oneshot-studio', 'Cache'))
})

it('writes a file whole or leaves the old one', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'a', 'b.bin')
  await writeWhole(path, (fd) => writeAll(fd, Buffer.from('new'), 0))
  expect(readFileSync(path, 'utf8')).toBe('new')
  writeFileSync(path, 'old')
  const failing = writeWhole(path, (fd) => {
    writeAll(fd, Buffer.from('half'), 0)
    throw new Error('disk full')
  })
  await expect(failing).rejects.toThrow('disk full')
  expect(readFileSync(path, 'utf8')).toBe('old')
  expect(readdirSync(join(folder, 'a'))).toEqual(['b.bin'])
})
