import { chmodSync, symlinkSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { crc32 } from './crc32.ts'
import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { DatasetInfo } from '../../shared/dataset.ts'
import { FolderSource } from './sources/folder-source.ts'
import { scanDataset } from './scan.ts'
import type { Encoding } from './test-support.ts'
import { pgm, picture, smallTree, temporaryFolder, writeTree } from './test-support.ts'

const scan = (folder: string) => scanDataset(folder, { cacheDir: temporaryFolder() })

const kinds = (dataset: DatasetInfo) => Object.fromEntries(dataset.problems.map(({ path, kind }) => [path, kind]))

/** A PNG that says it has many pixels, and has them: in a few kilobytes. */
function pngBomb(width: number, height: number): Buffer {
  const chunk = (name: string, body: Buffer) => {
    const named = Buffer.concat([Buffer.from(name), body])
    const ends = Buffer.alloc(8)
    ends.writeUInt32BE(body.length, 0)
    ends.writeUInt32BE(crc32(named), 4)
    return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head[8] = 1
  const rows = deflateSync(Buffer.alloc(height * (Math.ceil(width / 8) + 1)))
  const start = Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1')
  return Buffer.concat([start, chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))])
}

describe('files that give no picture', () => {
  it('names each with what is wrong, and goes on', async () => {
    const jpeg = await picture(1, { as: 'jpeg' })
    const dataset = await scan(
      writeTree({
        ...smallTree(),
        'class0/zero.png': '',
        'class0/text.png': 'this is a text that someone renamed',
        'class0/notes.txt': 'notes',
        'class0/noending': 'more notes',
        'class1/really-jpeg.png': jpeg,
        'class1/no-ending': jpeg,
        'class1/photo.heic': 'ftypheic',
        'class2/bomb.png': pngBomb(60_000, 60_000),
        'class2/noise.jpg': Buffer.concat([jpeg.subarray(0, 4), Buffer.alloc(500, 7)]),
      }),
    )
    expect(kinds(dataset)).toEqual({
      'class0/zero.png': 'empty-file',
      'class0/text.png': 'not-a-picture',
      'class0/notes.txt': 'stray-file',
      'class0/noending': 'stray-file',
      'class1/really-jpeg.png': 'mislabelled',
      'class1/no-ending': 'mislabelled',
      'class1/photo.heic': 'unreadable',
      'class2/bomb.png': 'too-large',
      'class2/noise.jpg': expect.stringMatching(/truncated|unreadable/) as string,
    })
    for (const { message, path, leftOut, kind } of dataset.problems) {
      expect(message).toContain(path)
      expect(message).toMatch(/\.$/)
      expect(leftOut).toBe(kind !== 'mislabelled')
    }
    expect(dataset.pictures).toHaveLength(6 + 2)
  })

  it.each<Encoding>(['png', 'jpeg', 'webp', 'tiff', 'gif', 'avif'])('sees where a %s was cut short', async (as) => {
    const files: Record<string, Uint8Array> = smallTree()
    // Both ways of decoding: whole, and shrunk while decoding.
    for (const side of [100, 300]) {
      const file = await picture(5, { width: side, height: side, as })
      for (const share of [0.2, 0.5, 0.9, 0.99]) {
        files[`class0/${side}-${share}.${as}`] = file.subarray(0, Math.floor(file.length * share))
      }
      files[`class1/${side}.${as}`] = file
    }
    const dataset = await scan(writeTree(files))
    expect(new Set(Object.values(kinds(dataset)))).toEqual(new Set(['truncated']))
    expect(dataset.problems).toHaveLength(8)
    expect(dataset.classes[1]?.pictures).toHaveLength(4)
  })

  it('says nothing of what file managers leave behind', async () => {
    const dataset = await scan(
      writeTree({
        ...smallTree(),
        '.DS_Store': 'x',
        'class0/.DS_Store': 'x',
        'class0/._0.pgm': 'x',
        'class0/Thumbs.db': 'x',
        'class1/desktop.ini': 'x',
        '__MACOSX/class0/._0.pgm': 'x',
        '.git/config': 'x',
      }),
    )
    expect(dataset.problems).toEqual([])
    expect(dataset.classes).toHaveLength(3)
  })

  it('follows links inside the folder and no others', async () => {
    const outside = writeTree({ 'secret.pgm': pgm(9), 'more/secret.pgm': pgm(8) })
    const folder = writeTree(smallTree())
    symlinkSync(join(outside, 'secret.pgm'), join(folder, 'class0/outside.pgm'))
    symlinkSync(join(outside, 'more'), join(folder, 'class-outside'))
    symlinkSync('nowhere.pgm', join(folder, 'class0/broken.pgm'))
    symlinkSync('self.pgm', join(folder, 'class0/self.pgm'))
    symlinkSync('..', join(folder, 'class1/loop'))
    symlinkSync('../class1/0.pgm', join(folder, 'class2/inside.pgm'))
    symlinkSync('class2', join(folder, 'class9'))
    const dataset = await scan(folder)
    expect(kinds(dataset)).toEqual({
      'class0/outside.pgm': 'link-outside',
      'class-outside': 'link-outside',
      'class0/broken.pgm': 'broken-link',
      'class0/self.pgm': 'broken-link',
      'class1/loop': 'broken-link',
    })
    expect(dataset.classes.map(({ name, pictures }) => [name, pictures.length])).toEqual([
      ['class0', 2],
      ['class1', 2],
      ['class2', 3],
      ['class9', 3],
    ])
  })

  it('does not wait for a pipe', async () => {
    const folder = writeTree(smallTree())
    execFileSync('mkfifo', [join(folder, 'class0/pipe.png')])
    expect(kinds(await scan(folder))).toEqual({ 'class0/pipe.png': 'stray-file' })
  })

  it.skipIf(process.getuid?.() === 0)('names what may not be read (not as root, who may read all)', async () => {
    const folder = writeTree({ ...smallTree(), 'class0/locked.pgm': pgm(1), 'class3/0.pgm': pgm(2) })
    chmodSync(join(folder, 'class0/locked.pgm'), 0)
    chmodSync(join(folder, 'class3'), 0)
    const found = kinds(await scan(folder))
    chmodSync(join(folder, 'class3'), 0o755)
    expect(found).toEqual({ 'class0/locked.pgm': 'no-permission', class3: 'no-permission' })
  })

  it('names folders that may not be opened, as the system reports them', async () => {
    const folder = writeTree(smallTree())
    const denied = Object.assign(new Error('no'), { code: 'EACCES', syscall: 'scandir' })
    const { readdir } = await import('node:fs/promises')
    const source = new FolderSource(folder, {
      readdir: (path) => (path.endsWith('class1') ? Promise.reject(denied) : readdir(path, { withFileTypes: true })),
    })
    const listing = await source.list()
    expect(listing.problems).toMatchObject([{ kind: 'no-permission', path: 'class1', leftOut: true }])
    expect(listing.files).toHaveLength(4)
  })
})

describe('names', () => {
  it('takes any name the system allows, and shows none that could rewrite a terminal', async () => {
    const odd = [
      'Ünï cödé',
      '漢字',
      '🐈',
      'a b',
      "it's",
      'semi;colon',
      '100%',
      '-rf',
      'tab\there',
      '\u001b[31mred',
      'e\u0301',
    ]
    const files: Record<string, Uint8Array> = {}
    odd.forEach((name, i) => (files[`${name}/${name}.pgm`] = pgm(i)))
    const dataset = await scan(writeTree({ ...files, [`\u001b[2J/x.png`]: 'no picture' }))
    expect(dataset.classes).toHaveLength(odd.length)
    const shown = [...dataset.classes.map(({ name }) => name), ...dataset.problems.map(({ message }) => message)]
    // eslint-disable-next-line no-control-regex -- none of these may be left
    for (const text of shown) expect(text).not.toMatch(/[\u0000-\u001f]/)
    expect(shown).toContain('é')
  })
})
