import { createHash } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it, vi } from 'vitest'
import * as inspect from './decode/inspect.ts'
import { scanDataset } from './scan.ts'
import { pgm, picture, settle, smallTree, temporaryFolder, writeTree, zipTree } from './test-support.ts'

vi.mock(import('./decode/inspect.ts'), async (original) => {
  const actual = await original()
  return { ...actual, inspectPicture: vi.fn(actual.inspectPicture) }
})

const scan = (folder: string, options = {}) => scanDataset(folder, { cacheDir: temporaryFolder(), ...options })

describe('layout', () => {
  it('reads one level', async () => {
    const dataset = await scan(writeTree(smallTree(3, 2)))
    expect(dataset).toMatchObject({ kind: 'folder', levels: 1, groups: [], problems: [], duplicates: [] })
    expect(dataset.base).toBeUndefined()
    expect(dataset.classes).toEqual([
      { name: 'class0', pictures: [0, 1] },
      { name: 'class1', pictures: [2, 3] },
      { name: 'class2', pictures: [4, 5] },
    ])
    const bytes = pgm(101)
    expect(dataset.pictures[3]).toEqual({
      path: 'class1/1.pgm',
      classIndex: 1,
      hash: createHash('sha256').update(bytes).digest('hex'),
      width: 4,
      height: 3,
      channels: 1,
    })
  })

  it('reads two levels, and what lies at the wrong depth is named', async () => {
    const folder = writeTree({
      'cats/tom/a.pgm': pgm(1),
      'cats/tom/b.pgm': pgm(2),
      'cats/felix/a.pgm': pgm(3),
      'dogs/rex/a.pgm': pgm(4),
      'dogs/loose.pgm': pgm(5),
      'dogs/rex/deep/er.pgm': pgm(6),
      'top.pgm': pgm(7),
      'readme.md': 'hello',
      'dogs/empty/': '',
    })
    const dataset = await scan(folder)
    expect(dataset).toMatchObject({ levels: 2, groups: ['cats', 'dogs'] })
    expect(dataset.classes.map(({ name, group }) => [name, group])).toEqual([
      ['cats/felix', 'cats'],
      ['cats/tom', 'cats'],
      ['dogs/rex', 'dogs'],
    ])
    expect(dataset.problems.map(({ path, kind }) => [path, kind])).toEqual([
      ['dogs/loose.pgm', 'stray-file'],
      ['dogs/rex/deep/er.pgm', 'unsupported-depth'],
      ['readme.md', 'stray-file'],
      ['top.pgm', 'stray-file'],
      ['dogs/empty', 'empty-class'],
      ['cats/felix', 'single-picture-class'],
      ['dogs/rex', 'single-picture-class'],
    ])
  })

  it('sees through folders that only wrap', async () => {
    const files = Object.fromEntries(Object.entries(smallTree()).map(([path, file]) => [`data/v1/${path}`, file]))
    const wrapped = await scan(writeTree({ ...files, 'LICENSE.txt': 'free' }))
    expect(wrapped).toMatchObject({ base: 'data/v1/', levels: 1 })
    expect(wrapped.problems).toMatchObject([{ kind: 'stray-file', path: 'LICENSE.txt' }])
    const bare = await scan(writeTree(smallTree()))
    expect(wrapped.hash).toBe(bare.hash)
    expect(wrapped.pictures).toEqual(bare.pictures)
  })

  it('reads a zip as it reads the folder', async () => {
    const files = { ...smallTree(), 'class1/bad.png': Buffer.from('bad'), 'class3/copy.pgm': pgm(0) }
    const folder = await scan(writeTree(files))
    const zip = await scan(join(writeTree({ 'data.zip': zipTree(files) }), 'data.zip'))
    const { root: _folder, kind: _kind, ...rest } = folder
    expect(zip).toMatchObject({ ...rest, kind: 'zip' })
  })
})

describe('what a scan tells', () => {
  it('finds files with the same bytes, within and across classes', async () => {
    const folder = writeTree({ ...smallTree(), 'class0/twin.pgm': pgm(0), 'class1/alien.pgm': pgm(201) })
    const { duplicates, pictures } = await scan(folder)
    const paths = duplicates.map((set) => [set.acrossClasses, ...set.pictures.map((i) => pictures[i]?.path)])
    expect(paths).toEqual([
      [false, 'class0/0.pgm', 'class0/twin.pgm'],
      [true, 'class1/alien.pgm', 'class2/1.pgm'],
    ])
  })

  it('has a hash of names and contents', async () => {
    const base = (await scan(writeTree(smallTree()))).hash
    expect(base).toMatch(/^[0-9a-f]{64}$/)
    expect((await scan(writeTree(smallTree()))).hash).toBe(base)
    expect((await scan(writeTree({ ...smallTree(), 'class0/9.pgm': pgm(9) }))).hash).not.toBe(base)
    expect((await scan(writeTree({ ...smallTree(), 'class0/0.pgm': pgm(9) }))).hash).not.toBe(base)
    expect((await scan(writeTree({ ...smallTree(), 'class0/notes.txt': 'x' }))).hash).toBe(base)
  })

  it('tells line drawings, grey and colour', async () => {
    const line = await sharp({ create: { width: 60, height: 60, channels: 3, background: '#fff' } })
      .composite([{ input: { create: { width: 40, height: 4, channels: 3, background: '#000' } } }])
      .jpeg()
      .toBuffer()
    const grey = await picture(1, { channels: 1, as: 'jpeg', width: 400, height: 300 })
    const colour = await picture(2)
    const colourOf = async (files: Record<string, Uint8Array>) => (await scan(writeTree(files))).colour
    expect(await colourOf({ 'a/1.jpg': line, 'b/1.jpg': line })).toBe('line')
    expect(await colourOf({ 'a/1.jpg': line, 'b/1.jpg': grey })).toBe('grey')
    expect(await colourOf({ 'a/1.jpg': line, 'b/1.jpg': grey, 'b/2.png': colour })).toBe('colour')
  })
})

describe('folders that are no data set', () => {
  const failure = async (path: string) => {
    const error = await scan(path).then(
      () => undefined,
      (thrown: unknown) => thrown as { name: string; code: string; message: string; next?: string },
    )
    expect(error).toMatchObject({ name: 'UserError', next: expect.stringMatching(/\w/) as string })
    return error
  }

  it('says what is wrong and what to do', async () => {
    const codeOf = async (files: Record<string, Uint8Array | string>, at = '') => {
      const folder = writeTree(files)
      const error = await failure(join(folder, at))
      expect(error?.message).toContain(folder)
      return error?.code
    }
    expect(await codeOf({}, 'missing')).toBe('path-missing')
    expect(await codeOf({ 'a.txt': 'x' }, 'a.txt')).toBe('not-a-folder')
    expect(await codeOf({ 'a.txt': 'x' }, 'a.txt/b')).toBe('path-missing')
    expect(await codeOf({})).toBe('no-classes')
    expect(await codeOf({ 'a/': '', 'b/': '' })).toBe('no-classes')
    expect(await codeOf({ 'a.pgm': pgm(1), 'b.pgm': pgm(2) })).toBe('no-classes')
    expect(await codeOf({ 'a/1.pgm': pgm(1), 'a/2.pgm': pgm(2) })).toBe('one-class')
    expect(await codeOf({ 'a/1.pgm': pgm(1), 'b/2.png': 'bad' })).toBe('one-class')
    expect(await codeOf({ 'a/1.png': 'bad', 'b/2.png': '' })).toBe('nothing-readable')
    expect(await codeOf({ 'a/1.txt': 'text', 'b/2.doc': 'text' })).toBe('nothing-readable')
    expect(await codeOf({ 'x/a/b/c/1.pgm': pgm(1), 'y/a/b/c/1.pgm': pgm(2) })).toBe('unsupported-depth')
    expect(await codeOf({ 'data.zip': 'no zip at all' }, 'data.zip')).toBe('zip-broken')
    expect(await codeOf({ 'data.zip': '' }, 'data.zip')).toBe('zip-broken')
    const whole = zipTree(smallTree())
    expect(await codeOf({ 'data.zip': whole.subarray(0, whole.length - 200) }, 'data.zip')).toBe('zip-broken')
  })
})

describe('scanning again', () => {
  it('decodes only what changed', async () => {
    const calls = vi.mocked(inspect.inspectPicture)
    const cacheDir = temporaryFolder()
    const folder = writeTree({ ...smallTree(), 'class0/bad.png': 'bad', 'class1/renamed.png': pgm(77) })
    await settle()
    const count = async () => {
      calls.mockClear()
      const dataset = await scan(folder, { cacheDir })
      return { dataset, decoded: calls.mock.calls.length }
    }
    const first = await count()
    expect(first.decoded).toBe(8)
    const second = await count()
    expect(second.decoded).toBe(0)
    expect(second.dataset).toEqual(first.dataset)

    writeFileSync(join(folder, 'class0/0.pgm'), pgm(50))
    rmSync(join(folder, 'class2/0.pgm'))
    await settle()
    const third = await count()
    expect(third.decoded).toBe(1)
    expect(third.dataset.hash).not.toBe(first.dataset.hash)
    expect(third.dataset.pictures).toHaveLength(6)

    // Two files of one size change places: their modification times may be equal, and still it shows.
    renameSync(join(folder, 'class1/0.pgm'), join(folder, 'held'))
    renameSync(join(folder, 'class1/1.pgm'), join(folder, 'class1/0.pgm'))
    renameSync(join(folder, 'held'), join(folder, 'class1/1.pgm'))
    await settle()
    expect((await count()).decoded).toBe(2)
  })

  it('does not believe a damaged index, and does without a cache it may not write', async () => {
    const calls = vi.mocked(inspect.inspectPicture)
    const cacheDir = temporaryFolder()
    const folder = writeTree(smallTree())
    await settle()
    const expected = await scan(folder, { cacheDir })
    const { readdirSync, readFileSync } = await import('node:fs')
    const [name = ''] = readdirSync(join(cacheDir, 'scans'))
    const path = join(cacheDir, 'scans', name)
    writeFileSync(path, readFileSync(path, 'utf8').replace('"width":4', '"width":5'))
    calls.mockClear()
    expect(await scan(folder, { cacheDir })).toEqual(expected)
    expect(calls).toHaveBeenCalledTimes(6)

    const blocked = join(temporaryFolder(), 'file')
    writeFileSync(blocked, 'not a folder')
    expect(await scan(folder, { cacheDir: blocked })).toEqual(expected)
    mkdirSync(join(folder, 'class5'))
    expect((await scan(folder, { cacheDir })).problems).toHaveLength(1)
  })
})

describe('while it runs', () => {
  it('reports progress and can be stopped', async () => {
    const folder = writeTree(smallTree(10, 10))
    const seen: number[] = []
    await scan(folder, { onProgress: ({ done, total }: { done: number; total: number }) => seen.push(done / total) })
    expect(seen.at(-1)).toBe(1)
    const stop = new AbortController()
    stop.abort(new Error('enough'))
    await expect(scan(folder, { signal: stop.signal })).rejects.toThrow('enough')
  })
})
