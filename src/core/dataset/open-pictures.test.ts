import { appendFileSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import * as decode from './decode/decode.ts'
import { openPictures } from './open-pictures.ts'
import { openPackedFile, openSharedPictures } from './packed/packed-pictures.ts'
import { scanDataset } from './scan.ts'
import { pgm, picture, smallTree, temporaryFolder, writeTree, zipTree } from './test-support.ts'

vi.mock(import('./decode/decode.ts'), async (original) => {
  const actual = await original()
  return { ...actual, decodeInto: vi.fn(actual.decodeInto) }
})

const decoded = vi.mocked(decode.decodeInto)
const TARGET = { width: 4, height: 3, channels: 1 } as const

beforeEach(() => {
  decoded.mockClear()
})

async function setUp(files: Record<string, Uint8Array> = smallTree()) {
  const folder = writeTree(files)
  const cacheDir = temporaryFolder()
  const dataset = await scanDataset(folder, { cacheDir })
  const packed = () => join(cacheDir, 'pictures', readdirSync(join(cacheDir, 'pictures'))[0] ?? 'none')
  return { folder, cacheDir, dataset, packed }
}

/** The pixels of a PGM of `TARGET`'s size are its last bytes. */
const pixelsOf = (seed: number) => [...pgm(seed).subarray(-12)]

describe('openPictures', () => {
  it('gives the pictures in the order of the data set', async () => {
    const { dataset, cacheDir } = await setUp()
    const pictures = await openPictures(dataset, TARGET, { cacheDir })
    expect(pictures).toMatchObject({ count: 6, ...TARGET })
    expect([...pictures.read([5, 0, 5])]).toEqual([...pixelsOf(201), ...pixelsOf(0), ...pixelsOf(201)])
    const out = new Uint8Array(30).fill(9)
    expect(pictures.read(new Int32Array([2]), out)).toBe(out)
    expect([...out]).toEqual([...pixelsOf(100), ...new Array(18).fill(9)])
    for (const wrong of [-1, 6, 0.5, NaN]) expect(() => pictures.read([wrong])).toThrow(RangeError)
    expect(() => pictures.read([0, 1, 2], out)).toThrow(RangeError)
    pictures.close()
    pictures.close()
    expect(() => pictures.read([0])).toThrow('closed')
  })

  it('decodes once: opened again, it decodes nothing', async () => {
    const { dataset, cacheDir, folder } = await setUp()
    const progress: number[] = []
    const onProgress = ({ done }: { done: number }) => progress.push(done)
    const first = await openPictures(dataset, TARGET, { cacheDir, onProgress })
    expect(decoded).toHaveBeenCalledTimes(6)
    expect(progress.at(-1)).toBe(6)
    rmSync(folder, { recursive: true })
    const second = await openPictures(dataset, TARGET, { cacheDir, onProgress })
    expect(decoded).toHaveBeenCalledTimes(6)
    expect(second.read([0, 1, 2, 3, 4, 5])).toEqual(first.read([0, 1, 2, 3, 4, 5]))
  })

  it('keeps each target apart, and shares between a folder and its zip', async () => {
    const { dataset, cacheDir } = await setUp()
    await openPictures(dataset, TARGET, { cacheDir })
    await openPictures(dataset, { ...TARGET, fit: 'contain' }, { cacheDir })
    const wide = await openPictures(dataset, { width: 7, height: 2, channels: 3 }, { cacheDir })
    expect(wide.read([0, 1])).toHaveLength(2 * 7 * 2 * 3)
    expect(decoded).toHaveBeenCalledTimes(18)
    const zip = await scanDataset(join(writeTree({ 'a.zip': zipTree(smallTree()) }), 'a.zip'), { cacheDir })
    await openPictures(zip, TARGET, { cacheDir })
    expect(decoded).toHaveBeenCalledTimes(18)
    await openPictures(zip, { ...TARGET, width: 5 }, { cacheDir })
    expect(decoded).toHaveBeenCalledTimes(24)
  })

  it.each<[string, (path: string) => void]>([
    ['cut short', (path) => truncateSync(path, statSync(path).size - 1)],
    ['cut within its header', (path) => truncateSync(path, 100)],
    ['empty', (path) => truncateSync(path, 0)],
    ['too long', (path) => appendFileSync(path, 'x')],
    [
      'changed in its header',
      (path) => {
        const bytes = readFileSync(path)
        bytes[90] = (bytes[90] ?? 0) ^ 1
        writeFileSync(path, bytes)
      },
    ],
    ['something else', (path) => writeFileSync(path, 'hello')],
  ])('makes a packed file again that is %s', async (_, spoil) => {
    const { dataset, cacheDir, packed } = await setUp()
    const expected = (await openPictures(dataset, TARGET, { cacheDir })).read([0, 1, 2, 3, 4, 5])
    spoil(packed())
    expect(() => openPackedFile(packed())).toThrow(expect.objectContaining({ name: 'UserError' }) as Error)
    const again = await openPictures(dataset, TARGET, { cacheDir })
    expect(decoded).toHaveBeenCalledTimes(12)
    expect(again.read([0, 1, 2, 3, 4, 5])).toEqual(expected)
  })

  it('reads the same from disk when the pictures exceed the memory budget', async () => {
    const { dataset, cacheDir } = await setUp(smallTree(40, 5))
    const target = { width: 80, height: 80, channels: 3 } as const
    const inMemory = await openPictures(dataset, target, { cacheDir })
    const onDisk = await openPictures(dataset, target, { cacheDir, memoryBudgetBytes: 200_000 })
    expect(inMemory.shareable()).toBeInstanceOf(SharedArrayBuffer)
    expect(onDisk.shareable()).toBeUndefined()
    const order = Array.from({ length: 400 }, (_, i) => (i * 67) % 200)
    expect(Buffer.compare(onDisk.read(order), inMemory.read(order))).toBe(0)
    onDisk.close()
    const whole = await openPictures(dataset, target, { cacheDir })
    expect(
      Buffer.compare(Buffer.from(whole.shareable()!), inMemory.read(Array.from({ length: 200 }, (_, i) => i))),
    ).toBe(0)
  })

  it('can be opened by path, and shared with a thread', async () => {
    const { dataset, cacheDir } = await setUp()
    const pictures = await openPictures(dataset, TARGET, { cacheDir })
    const description = pictures.describe()
    expect([...openPackedFile(description.path).read([3])]).toEqual(pixelsOf(101))
    expect(readFileSync(description.path).length).toBe(description.byteOffset + 6 * 12)
    const shared = pictures.shareable()!
    expect([...openSharedPictures(description, shared).read([3])]).toEqual(pixelsOf(101))
    const code = `const { parentPort, workerData } = require('node:worker_threads')
      parentPort.postMessage([...new Uint8Array(workerData, 36, 12)])`
    const worker = new Worker(code, { eval: true, workerData: shared })
    const seen = await new Promise((resolve) => worker.once('message', resolve))
    expect(seen).toEqual(pixelsOf(101))
  })
})

describe('when packing fails', () => {
  const leftovers = (cacheDir: string) => readdirSync(join(cacheDir, 'pictures'))

  it('names a picture that has changed, or went away, and leaves nothing behind', async () => {
    const { dataset, cacheDir, folder } = await setUp()
    writeFileSync(join(folder, 'class1/0.pgm'), pgm(999))
    const changed = openPictures(dataset, TARGET, { cacheDir })
    await expect(changed).rejects.toMatchObject({
      name: 'UserError',
      code: 'picture-unreadable',
      subject: 'class1/0.pgm',
    })
    expect(leftovers(cacheDir)).toEqual([])
    rmSync(join(folder, 'class1/0.pgm'))
    await expect(openPictures(dataset, TARGET, { cacheDir })).rejects.toThrow('class1/0.pgm')
    expect(leftovers(cacheDir)).toEqual([])
    rmSync(folder, { recursive: true })
    await expect(openPictures(dataset, TARGET, { cacheDir })).rejects.toMatchObject({ code: 'path-missing' })
  })

  it('stops when told to, and leaves nothing behind', async () => {
    const files = smallTree(3, 2)
    for (let i = 0; i < 30; i++) files[`class3/${i}.jpg`] = await picture(i, { as: 'jpeg', width: 600, height: 600 })
    const { dataset, cacheDir } = await setUp(files)
    const stop = new AbortController()
    const onProgress = () => stop.abort(new Error('enough'))
    await expect(openPictures(dataset, TARGET, { cacheDir, signal: stop.signal, onProgress })).rejects.toThrow('enough')
    expect(leftovers(cacheDir)).toEqual([])
  })

  it('says when the cache cannot be written', async () => {
    const { dataset } = await setUp()
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    const failure = openPictures(dataset, TARGET, { cacheDir: file })
    await expect(failure).rejects.toMatchObject({ name: 'UserError', code: 'cache-unwritable' })
  })
})
