import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDataset, openHost, refused } from '../../../tests/fixtures/host.ts'
import type { TestHost } from '../../../tests/fixtures/host.ts'
import { writeDrawings } from '../../../tests/fixtures/pictures.ts'
import type { DatasetSummary } from '../../shared/contract/datasets.ts'
import { pictureUrl } from '../../shared/contract/picture-url.ts'

let test: TestHost
let folder: string
let dataset: DatasetSummary
beforeAll(async () => {
  test = await openHost()
  folder = path.join(test.dir, 'data')
  await writeDrawings(folder, 4, 9)
  await writeFile(path.join(folder, 'class00', 'broken.png'), 'no picture')
  await writeFile(path.join(folder, 'class01', 'notes.txt'), 'text')
  dataset = await openDataset(test.client, folder)
})
afterAll(() => test.close())

describe('opening a data set', () => {
  it('tells what was understood', async () => {
    expect(dataset).toMatchObject({ root: folder, name: 'data', kind: 'folder', levels: 1, pictures: 36, drawers: 0 })
    expect(dataset).toMatchObject({ width: [20, 20], height: [20, 20], groups: [], duplicateCount: 0 })
    expect(dataset.id).toMatch(/^[0-9a-f]{16}$/)
    expect(dataset.classes[1]).toEqual({
      name: 'class01',
      group: null,
      pictures: 9,
      sample: [9, 10, 12, 13, 15, 16],
    })
    expect(dataset.leftOut).toBe(2)
    expect(dataset.problems.map(({ path: file }) => file)).toEqual(
      expect.arrayContaining(['class00/broken.png', 'class01/notes.txt']),
    )
    expect(dataset.suggestion.recipe).toBe('pretrained')
  })

  it('gives the pictures of a class', async () => {
    const pictures = await test.client.datasets.pictures({ id: dataset.id, classIndex: 2 })
    expect(pictures).toHaveLength(9)
    expect(pictures[0]).toEqual({ index: 18, path: 'class02/00.pgm', drawer: null, width: 20, height: 20 })
    const wrong = test.client.datasets.pictures({ id: dataset.id, classIndex: 4 })
    await expect(wrong).rejects.toMatchObject(refused('dataset/no-class'))
  })

  it('has the same id when the same is opened again, another for other pictures or drawers', async () => {
    expect((await openDataset(test.client, folder)).id).toBe(dataset.id)
    const drawn = await test.client.datasets.open({ path: folder, drawer: '^(\\d)' })
    for await (const event of drawn) {
      if (event.kind !== 'opened') continue
      expect(event.dataset).toMatchObject({ drawers: 1, drawerPattern: '/^(\\d)/u' })
      expect(event.dataset.id).not.toBe(dataset.id)
    }
  })

  it('refuses in the words of the scan, within the stream', async () => {
    const empty = path.join(test.dir, 'empty')
    await mkdir(empty)
    await expect(openDataset(test.client, empty)).rejects.toMatchObject({ code: 'REFUSED', data: { subject: empty } })
    const gone = openDataset(test.client, path.join(test.dir, 'gone'))
    await expect(gone).rejects.toMatchObject(refused('path-missing'))
  })

  it('stops the scan when nobody listens any more', async () => {
    const many = path.join(test.dir, 'many')
    await writeDrawings(many, 40, 50)
    const controller = new AbortController()
    const events: string[] = []
    const listening = (async () => {
      const stream = await test.client.datasets.open({ path: many }, { signal: controller.signal })
      for await (const { kind } of stream) {
        events.push(kind)
        controller.abort()
      }
    })()
    await expect(listening).rejects.toMatchObject({ name: 'AbortError' })
    expect(events).toEqual(['progress'])
    for await (const _ of await test.client.datasets.open({ path: many })) break
    expect((await openDataset(test.client, many)).pictures).toBe(2000)
  })

  it('holds the last four, and says so of one it dropped', async () => {
    const own = await openHost()
    const ids: string[] = []
    for (let i = 0; i < 5; i++) {
      await writeDrawings(path.join(own.dir, `set${i}`), 2 + i, 1)
      ids.push((await openDataset(own.client, path.join(own.dir, `set${i}`))).id)
    }
    const pictures = (id: string) => own.client.datasets.pictures({ id, classIndex: 0 })
    await expect(pictures(ids[0]!)).rejects.toMatchObject(refused('dataset/not-open'))
    expect(await pictures(ids[1]!)).toHaveLength(1)
    await own.close()
  })
})

describe('pictures by their address', () => {
  const at = (source: string, index: number, size: number) =>
    test.host.picture(new URL(pictureUrl(source, index, size), 'app://studio'))

  it('answers with a WebP that may be kept, made once whatever the size of a small picture', async () => {
    const answer = await at(dataset.id, 3, 96)
    expect(answer.status).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': expect.stringMatching(/immutable/),
      etag: expect.stringMatching(/^"[0-9a-f]{64}-48"$/),
    })
    expect(Buffer.from(answer.body).toString('latin1', 8, 12)).toBe('WEBP')
    expect((await at(dataset.id, 3, 768)).headers.etag).toBe(answer.headers.etag)
  })

  it('answers many at once', async () => {
    const answers = await Promise.all(Array.from({ length: 36 }, (_, index) => at(dataset.id, index, 48)))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    expect(new Set(answers.map(({ headers }) => headers.etag)).size).toBe(36)
  })

  it('says what there is not, and what is no address', async () => {
    // Beyond the pictures come the same ones turned by a quarter, by half, and by three quarters.
    expect((await at(dataset.id, 4 * 36, 96)).status).toBe(404)
    expect((await at('0123456789abcdef', 0, 96)).status).toBe(404)
    for (const address of [
      '/picture/x',
      '/picture/x/-1?size=48',
      '/picture/x/1',
      '/picture/x/1?size=a',
      '/picture/%ff/1?size=48',
    ])
      expect((await test.host.picture(new URL(address, 'app://studio'))).status, address).toBe(400)
  })

  it('keeps what it made when the files are gone, and says so of the others', async () => {
    const own = await openHost()
    const place = path.join(own.dir, 'data')
    await writeDrawings(place, 2, 2)
    const { id } = await openDataset(own.client, place)
    const url = (index: number) => new URL(pictureUrl(id, index, 48), 'app://studio')
    expect((await own.host.picture(url(0))).status).toBe(200)
    await rm(place, { recursive: true })
    expect((await own.host.picture(url(0))).status).toBe(200)
    const gone = await own.host.picture(url(1))
    expect(gone.status).toBe(404)
    expect(Buffer.from(gone.body).toString()).toMatch(/nothing at .*data/)
    await own.close()
  })
})
