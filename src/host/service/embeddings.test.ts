import { rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, trainDrawings } from '../../../tests/fixtures/host.ts'
import type { TestHost } from '../../../tests/fixtures/host.ts'
import { MAP_DEFAULTS } from '../../shared/code-map.ts'
import type { MapOptions } from '../../shared/code-map.ts'
import type { SplitPart } from '../../shared/split.ts'
import type { MapEvent } from '../../shared/contract/embeddings.ts'
import { pictureUrl } from '../../shared/contract/picture-url.ts'

let test: TestHost
let runId: string
beforeAll(async () => {
  test = await openHost()
  runId = await trainDrawings(test, 6, { train: 6, validation: 3, test: 3 })
}, 120_000)
afterAll(() => test.close())

const HELD_BACK: SplitPart[] = ['train', 'validation']

async function mapEvents(parts: SplitPart[], options: Partial<MapOptions> = {}, make = true): Promise<MapEvent[]> {
  const events: MapEvent[] = []
  const asked = { runId, parts, options: { ...MAP_DEFAULTS, ...options }, make }
  for await (const event of await test.client.embeddings.map(asked)) events.push(event)
  return events
}

async function mapOf(parts: SplitPart[], options: Partial<MapOptions> = {}) {
  const last = (await mapEvents(parts, options)).at(-1)
  if (last?.kind !== 'done') throw new Error('the stream ended without a map')
  return last.map
}

describe('maps through the contract', { timeout: 120_000 }, () => {
  it('says what there is to show', async () => {
    expect(await test.client.embeddings.possible({ runId })).toEqual({
      parts: [
        { part: 'train', classes: 6, pictures: 36 },
        { part: 'validation', classes: 3, pictures: 18 },
        { part: 'test', classes: 3, pictures: 18 },
      ],
      groups: 0,
      uses: 0,
    })
  })

  it('makes one only when asked to, and finds it again at once', async () => {
    expect((await mapEvents(HELD_BACK, {}, false)).at(-1)).toEqual({ kind: 'none' })
    const made = await mapEvents(HELD_BACK)
    const doing = made.flatMap((event) => (event.kind === 'progress' ? [event.doing] : []))
    expect(doing[0]).toBe('opening')
    const again = await mapEvents(HELD_BACK, {}, false)
    expect(again.at(-1)).toEqual(made.at(-1))
  })

  it('gives a place, class and picture to each', async () => {
    const { client, host } = test
    const map = await mapOf(HELD_BACK, { method: 'pca' })
    expect(map.points).toHaveLength(54 * 2)
    expect([...map.points].every(Number.isFinite)).toBe(true)
    expect(map.shares![0]).toBeGreaterThanOrEqual(map.shares![1])
    expect(map.classes.map(({ part }) => part)).toEqual([
      ...Array<string>(6).fill('train'),
      ...Array<string>(3).fill('validation'),
    ])
    map.paths.forEach((file, point) => expect(file).toContain(map.classes[map.classOf[point]!]!.name))
    const answer = await host.picture(new URL(pictureUrl(map.source, map.pictures[0]!, 48), 'http://host'))
    expect(answer.status).toBe(200)
    expect((await client.embeddings.possible({ runId })).uses).toBe(0)
  })

  it('ranks neighbours in the space of the codes, whatever the map', async () => {
    const { client } = test
    const map = await mapOf(HELD_BACK)
    const asked = { runId, parts: HELD_BACK, hash: map.hash, point: 7, count: 12 }
    const found = await client.embeddings.neighbours(asked)
    expect(found).toHaveLength(12)
    expect(found.map(({ point }) => point)).not.toContain(7)
    expect(found.map(({ distance }) => distance)).toEqual(found.map(({ distance }) => distance).sort((a, b) => a - b))
    const pca = await mapOf(HELD_BACK, { method: 'pca' })
    expect(await client.embeddings.neighbours({ ...asked, hash: pca.hash })).toEqual(found)
    await expect(client.embeddings.neighbours({ ...asked, hash: 'older' })).rejects.toMatchObject({
      data: { code: 'map/outdated' },
    })
  })

  it('notes a look at the test classes once, by whatever method', async () => {
    const { client } = test
    await mapOf(['test'])
    await mapOf(['test'], { method: 'pca' })
    await mapEvents(['test'], {}, false)
    expect((await client.embeddings.possible({ runId })).uses).toBe(1)
    await mapOf(['test', 'train'], { method: 'pca' })
    expect((await client.embeddings.possible({ runId })).uses).toBe(2)
  })

  it('says what to do when the pictures are gone', async () => {
    await rm(path.join(test.dir, 'data'), { recursive: true })
    await expect(mapOf(HELD_BACK)).rejects.toMatchObject({ code: 'REFUSED' })
  })
})
