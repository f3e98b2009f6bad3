import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scanDataset } from '../scan.ts'
import type { ZipEntry } from '../test-support.ts'
import { pgm, smallTree, temporaryFolder, writeTree, zipOf } from '../test-support.ts'
import { ZipSource } from './zip-source.ts'

const GOOD: ZipEntry[] = Object.entries(smallTree()).map(([name, content]) => ({ name, content }))

const zipFile = (entries: readonly ZipEntry[]) => join(writeTree({ 'data.zip': zipOf(entries) }), 'data.zip')

async function problemsOf(entries: readonly ZipEntry[]) {
  const { problems } = await scanDataset(zipFile([...GOOD, ...entries]), { cacheDir: temporaryFolder() })
  return Object.fromEntries(problems.map(({ path, kind }) => [path, kind]))
}

describe('ZipSource', () => {
  it('lists and reads files, packed and stored', async () => {
    const source = new ZipSource(zipFile([...GOOD, { name: 'class9/stored.pgm', content: pgm(9), method: 0 }]))
    const { files, folders } = await source.list()
    expect(files).toHaveLength(7)
    expect(folders).toEqual(['class0', 'class1', 'class2', 'class9'])
    expect(Buffer.compare(await source.read('class9/stored.pgm'), pgm(9))).toBe(0)
    expect(Buffer.compare(await source.read('class2/1.pgm'), pgm(201))).toBe(0)
    await expect(source.read('class2/none.pgm')).rejects.toMatchObject({ name: 'PictureError' })
    source.close()
  })

  it('uses no name that leads out of it', async () => {
    const content = pgm(1)
    const names = ['../../evil.pgm', '/etc/evil.pgm', 'C:/evil.pgm', 'class0/../../evil.pgm', '..\\evil.pgm']
    const found = await problemsOf(names.map((name) => ({ name, content })))
    expect(Object.values(found)).toEqual(names.map(() => 'link-outside'))
  })

  it('names what is wrong with an entry, and goes on', async () => {
    const content = pgm(1)
    const found = await problemsOf([
      { name: 'class0/link.pgm', content: Buffer.from('/etc/passwd'), isLink: true },
      { name: 'class0/locked.pgm', content, isLocked: true },
      { name: 'class0/method.pgm', content, method: 99 },
      { name: 'class0/bomb.pgm', content: Buffer.alloc(2_000_000), claimedSize: 100 },
      { name: 'class0/huge.pgm', content, claimedSize: 3_000_000_000 },
      { name: 'class0/short.pgm', content, claimedSize: content.length + 1 },
      { name: 'class0/0.pgm', content },
      { name: '__MACOSX/class0/._x.pgm', content },
    ])
    expect(found).toEqual({
      'class0/link.pgm': 'broken-link',
      'class0/locked.pgm': 'unreadable',
      'class0/method.pgm': 'unreadable',
      'class0/bomb.pgm': 'too-large',
      'class0/huge.pgm': 'too-large',
      'class0/short.pgm': 'unreadable',
      'class0/0.pgm': 'stray-file',
    })
  })

  it('sees damaged bytes by their checksum', async () => {
    const bytes = zipOf(GOOD.map((entry) => ({ ...entry, method: 0 })))
    const at = bytes.indexOf(Buffer.from(GOOD[0]!.content)) + 15
    bytes[at] = (bytes[at] ?? 0) ^ 255
    const { problems } = await scanDataset(join(writeTree({ 'a.zip': bytes }), 'a.zip'), {
      cacheDir: temporaryFolder(),
    })
    expect(problems).toMatchObject([{ kind: 'unreadable', path: 'class0/0.pgm' }, { kind: 'single-picture-class' }])
  })

  it('refuses entries that share their packed bytes', async () => {
    const bytes = zipOf(GOOD.map((entry) => ({ ...entry, content: Buffer.alloc(5000), method: 0 })))
    for (let at = bytes.indexOf('PK\u0001\u0002', 0, 'latin1'); at >= 0;) {
      bytes.writeUInt32LE(0, at + 42)
      bytes.writeUInt32LE(25_000, at + 20)
      at = bytes.indexOf('PK\u0001\u0002', at + 1, 'latin1')
    }
    const path = join(writeTree({ 'a.zip': bytes }), 'a.zip')
    await expect(scanDataset(path)).rejects.toMatchObject({ name: 'UserError', code: 'zip-bomb' })
  })
})
