import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDataset, openHost } from '../../../tests/fixtures/host.ts'
import type { TestHost } from '../../../tests/fixtures/host.ts'
import type { LookAlikesEvent } from '../../shared/contract/datasets.ts'
import { lookAlikesOf } from './look-alikes.ts'

const SAMPLE = path.resolve(import.meta.dirname, '../../../resources/samples/emoji-objects.zip')
let test: TestHost
beforeAll(async () => {
  test = await openHost()
})
afterAll(() => test.close())

describe('look-alikes over the contract', () => {
  it('tells how far it is, then the sets, those of two classes first', async () => {
    const { id, classes } = await openDataset(test.client, SAMPLE)
    const events: LookAlikesEvent[] = []
    for await (const event of await test.client.datasets.lookAlikes({ id })) events.push(event)
    expect(events.length).toBeGreaterThan(2)
    const last = events.at(-1)
    if (last?.kind !== 'found') throw new Error('the stream ended without an answer')
    const [first, second] = last.lookAlikes.sets
    expect(last.lookAlikes.count).toBe(last.lookAlikes.sets.length)
    expect(first?.acrossClasses).toBe(true)
    // One of each class comes before a second of one: what is cut off of a long set is the same again.
    expect(first?.classes.map((index) => classes[index]?.name)).toEqual([
      'animals-nature/ox',
      'animals-nature/water-buffalo',
      'animals-nature/water-buffalo',
    ])
    expect(second?.acrossClasses).toBe(false)
  })

  it('refuses a data set that is not open', async () => {
    const answers = await test.client.datasets.lookAlikes({ id: '0123456789abcdef' })
    await expect(answers.next()).rejects.toMatchObject({ data: { code: 'dataset/not-open' } })
  })
})

describe('what a page is told of sets', () => {
  it('is the first of every class, then the others, and no more than it can show', () => {
    const pictures = Array.from({ length: 40 }, (_, i) => {
      const classIndex = i < 39 ? 0 : 1
      return { path: `${i}.png`, classIndex, hash: String(i), width: 1, height: 1, channels: 1 }
    })
    const set = { pictures: pictures.map((_, i) => i), acrossClasses: true }
    const { sets, count } = lookAlikesOf({ pictures } as never, [set])
    expect(count).toBe(1)
    expect(sets[0]?.pictures).toHaveLength(20)
    expect(sets[0]?.pictures.slice(0, 3)).toEqual([0, 39, 1])
    expect(sets[0]?.classes.slice(0, 3)).toEqual([0, 1, 0])
  })
})
