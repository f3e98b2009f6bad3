import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { evaluateAsked, openHost, trainDrawings, refused } from '../../../tests/fixtures/host.ts'
import type { TestHost } from '../../../tests/fixtures/host.ts'
import { pictureUrl } from '../../shared/contract/picture-url.ts'
import type { NeighboursEvent, OcclusionEvent } from '../../shared/contract/trials.ts'

let test: TestHost
let runId: string
let id: string
beforeAll(async () => {
  test = await openHost()
  runId = await trainDrawings(test, 5, { train: 4, validation: 2, test: 3 })
  id = (await evaluateAsked(test.client, runId, { trials: 30 })).id
}, 120_000)
afterAll(() => test.close())

async function all<T>(stream: Promise<AsyncIterable<T>>): Promise<T[]> {
  const events: T[] = []
  for await (const event of await stream) events.push(event)
  return events
}

async function neighbours(scope: 'part' | 'all', make = false, evaluation = id) {
  const asked = { runId, id: evaluation, trial: 0, redraw: 0, scope, limit: 5, make }
  const events = await all<NeighboursEvent>(test.client.trials.neighbours(asked))
  const last = events.at(-1)
  if (last?.kind !== 'done') throw new Error('the stream ended without neighbours')
  return { events, found: last.neighbourhood }
}

describe('the neighbours of a query', { timeout: 120_000 }, () => {
  it('are pictures the page can show, of the classes held out with it', async () => {
    const { found } = await neighbours('part', true)
    expect(found).toMatchObject({ searched: 14, total: 14, missing: 0, setAside: 0, part: 'test', own: 4 })
    expect(found.found).toHaveLength(5)
    expect(found.found.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5])
    const [{ picture } = { picture: undefined }] = found.found
    const url = new URL(pictureUrl(picture!.source, picture!.index, 96), 'http://host')
    expect((await test.host.picture(url)).status).toBe(200)
  })

  it('are sought in the whole set once it is embedded, with progress', async () => {
    const before = (await neighbours('all')).found
    expect(before.missing).toBeGreaterThan(0)
    const { events, found } = await neighbours('all', true)
    expect(found).toMatchObject({ searched: 44, total: 44, missing: 0, part: null })
    expect(events.filter(({ kind }) => kind === 'progress').length).toBeGreaterThan(0)
  })

  it('leave the test classes out where the trials are about others', async () => {
    const validation = (await evaluateAsked(test.client, runId, { protocol: 'validation' })).id
    const { found } = await neighbours('all', true, validation)
    expect(found).toMatchObject({ setAside: 15, total: 29, searched: 29 })
    expect(found.found.every(({ part }) => part !== 'test')).toBe(true)
  })
})

describe('an occlusion map', { timeout: 120_000 }, () => {
  const asked = { trial: 0, redraw: 0, grid: 'coarse', support: 0 } as const
  const finite = (map: Float32Array) => map.length === 49 && map.every(Number.isFinite)

  it('comes with the pictures that are covered, and ends whole', async () => {
    const events = await all<OcclusionEvent>(test.client.trials.occlusion({ runId, id, ...asked }))
    const [first] = events
    const last = events.at(-1)
    if (first?.kind !== 'subject' || last?.kind !== 'done') throw new Error('the stream has no beginning or no end')
    const shown = await test.client.evaluations.trial({ runId, id, trial: 0, redraw: 0 })
    const { subject } = first
    const distanceOf = (way: number) => shown.ways.find((each) => each.way === way)!.distance
    expect(subject.query).toMatchObject({ width: 16, height: 16, channels: 1 })
    expect(subject.query.data).toHaveLength(256)
    expect(subject.truth.distance).toBe(distanceOf(subject.truth.way))
    expect(subject.rival.distance).toBe(distanceOf(subject.rival.way))
    expect(shown.ways.find(({ truth }) => truth)!.way).toBe(subject.truth.way)
    expect(shown.ways.find(({ truth }) => !truth)!.way).toBe(subject.rival.way)
    const { query, truth, rival } = last.maps
    expect([query.toTruth, query.toRival, truth, rival].every(finite)).toBe(true)
    expect(query.toTruth.some((change) => change !== 0)).toBe(true)
  })

  it('ends when nobody listens any more, and another one can be had', async () => {
    const control = new AbortController()
    const stream = await test.client.trials.occlusion({ runId, id, ...asked, grid: 'fine' }, { signal: control.signal })
    await expect(
      (async () => {
        for await (const { kind } of stream) if (kind === 'subject') control.abort(new Error('moved on'))
      })(),
    ).rejects.toThrow()
    const events = await all<OcclusionEvent>(test.client.trials.occlusion({ runId, id, ...asked, trial: 1 }))
    expect(events.at(-1)?.kind).toBe('done')
  })

  it('refuses a support there is not', async () => {
    const attempt = all<OcclusionEvent>(test.client.trials.occlusion({ runId, id, ...asked, support: 3 }))
    await expect(attempt).rejects.toMatchObject(refused('evaluate/no-support'))
  })
})
