import { rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { evaluateAsked, openHost } from '../../../tests/fixtures/host.ts'
import sharp from 'sharp'
import type { TestHost } from '../../../tests/fixtures/host.ts'
import { writeDrawings } from '../../../tests/fixtures/pictures.ts'
import { tinyRecipe } from '../../../tests/fixtures/record.ts'
import { trainTiny } from '../../../tests/fixtures/train-tiny.ts'
import type { EvaluationChoice } from '../../shared/contract/evaluations.ts'
import { pictureUrl } from '../../shared/contract/picture-url.ts'
import { turnPixels } from '../../core/evaluation/index.ts'
import { createRun, makeRecord } from '../../core/runs/index.ts'
import { scanDataset, splitClasses } from '../../core/dataset/index.ts'

let test: TestHost

/** A run on one step of training: what it has learnt does not matter here. */
async function makeRun(name: string, folder: string, seed: number): Promise<void> {
  const cacheDir = path.join(test.dir, 'cache')
  const dataset = await scanDataset(folder, { cacheDir })
  const split = splitClasses(dataset, { seed, validation: 0.3, test: 0.3 })
  const recipe = tinyRecipe({ budget: { steps: 1, minutes: null } })
  const run = await createRun(path.join(test.dir, 'runs', name), makeRecord({ recipe, dataset, split, device: 'cpu' }))
  await trainTiny({ dataset, cacheDir }, run)
}

beforeAll(async () => {
  test = await openHost()
  await writeDrawings(path.join(test.dir, 'letters'), 12, 4)
  await writeDrawings(path.join(test.dir, 'plants'), 9, 5)
  await makeRun('one', path.join(test.dir, 'letters'), 1)
  await makeRun('two', path.join(test.dir, 'letters'), 3)
  await makeRun('elsewhere', path.join(test.dir, 'plants'), 1)
}, 120_000)
afterAll(() => test.close())

const evaluate = (runId: string, choice: Partial<EvaluationChoice>) => evaluateAsked(test.client, runId, choice)

describe('protocols as things of their own', { timeout: 120_000 }, () => {
  it('are shared between runs on the same pictures, and tell what they mean for each', async () => {
    const { protocols } = test.client
    const made = await evaluate('one', { way: 3, trials: 40 })
    const { hash } = made.protocol
    expect(made.seen).toBeUndefined()
    expect(await protocols.list({ runId: 'two' })).toMatchObject([{ hash, way: 3, imported: false, runs: ['one'] }])
    expect(await protocols.list({ runId: 'elsewhere' })).toEqual([])
    expect((await protocols.inspect({ runId: 'one', hash })).parts).toEqual({ test: 40, validation: 0, training: 0 })
    const told = await protocols.inspect({ runId: 'two', hash })
    expect(told).toMatchObject({ name: made.protocol.name, trials: 40 })
    expect(told.parts.training).toBeGreaterThan(0)

    const again = await evaluate('two', { protocol: `saved:${hash}` })
    expect(again.protocol).toEqual(made.protocol)
    expect(again.seen).toBe(told.parts.training)
    const { usedFor } = await test.client.evaluations.possible({ runId: 'two' })
    expect(usedFor.map(({ hash }) => hash)).toEqual(told.parts.test > 0 ? [hash] : [])
    expect((await protocols.list({ runId: 'one' }))[0]?.runs.sort()).toEqual(['one', 'two'])
  })

  it('leave as a file and come back from one, also when no run has them any more', async () => {
    const { protocols } = test.client
    const made = await evaluate('one', { way: 2, trials: 30, seed: 7 })
    const { hash } = made.protocol
    const text = await protocols.text({ runId: 'one', hash })
    await rm(path.join(test.dir, 'runs', 'one', 'protocols', `${hash}.json`))
    await expect(protocols.inspect({ runId: 'two', hash })).rejects.toMatchObject({ data: { code: 'protocol/none' } })
    const taken = await protocols.import({ runId: 'two', source: 'mine.json', text })
    expect(taken).toMatchObject({ hash, trials: 30, way: 2 })
    expect(await protocols.list({ runId: 'two' })).toContainEqual(expect.objectContaining({ hash, imported: true }))
    expect((await evaluate('two', { protocol: `saved:${hash}` })).protocol.hash).toBe(hash)
    await protocols.forget({ hash })
    expect((await protocols.list({ runId: 'two' })).find((each) => each.hash === hash)?.imported).toBe(false)
  })

  it('are refused where they do not belong, with both names, and nothing is kept of them', async () => {
    const { protocols } = test.client
    const { protocol } = await evaluate('one', { way: 3, trials: 20, seed: 3 })
    const text = await protocols.text({ runId: 'one', hash: protocol.hash })
    const attempt = protocols.import({ runId: 'elsewhere', source: 'mine.json', text })
    await expect(attempt).rejects.toMatchObject({
      data: { code: 'protocol/dataset', subject: 'mine.json' },
      message: expect.stringMatching(/was made for letters, but the data set is plants/) as string,
    })
    const changed = text.replace(
      protocol.hash,
      protocol.hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
    )
    await expect(protocols.import({ runId: 'one', source: 'mine.json', text: changed })).rejects.toMatchObject({
      data: { code: 'protocol/file' },
      message: expect.stringContaining('its trials do not fit its hash') as string,
    })
    expect((await protocols.list({ runId: 'elsewhere' })).filter(({ imported }) => imported)).toEqual([])
    await expect(evaluate('one', { protocol: 'saved:../../recipe' })).rejects.toMatchObject({
      data: { code: 'protocol/none' },
    })
  })

  it('turn pictures, and show them turned', async () => {
    const { evaluations, protocols } = test.client
    const made = await evaluate('one', { protocol: 'vinyals', way: 8, shot: 2, trials: 20 })
    expect(made).toMatchObject({ way: 8, shot: 2, trials: 20, protocol: { name: 'vinyals, 8-way, 2-shot, 20 trials' } })
    expect((await evaluations.list({ runId: 'one' })).find(({ id }) => id === made.id)?.hasTrials).toBe(true)
    expect((await protocols.inspect({ runId: 'one', hash: made.protocol.hash })).parts).toMatchObject({ test: 20 })
    const ofTrial = { runId: 'one', id: made.id, trial: 3 }
    const shown = await evaluations.trial({ ...ofTrial, redraw: 0 })
    const turned = shown.ways.flatMap(({ supports }) => supports).find(({ className }) => className.endsWith('(90°)'))!
    expect(turned.path).not.toContain('°')
    const bytes = async (index: number) => {
      const answer = await test.host.picture(new URL(pictureUrl(turned.source, index, 96), 'http://host'))
      expect(answer.status).toBe(200)
      return sharp(answer.body).greyscale().raw().toBuffer()
    }
    const count = 12 * 4
    const upright = await bytes(turned.index % count)
    expect(await bytes(turned.index)).toEqual(Buffer.from(turnPixels(upright, 20, 20, 90)))
    const again = await evaluations.trial({ ...ofTrial, redraw: 2 })
    expect(again.ways.map(({ className }) => className).sort()).toEqual(
      shown.ways.map(({ className }) => className).sort(),
    )
    expect(await evaluations.csv({ runId: 'one', id: made.id })).toContain('(270°)')
  })

  it('can be drawn from any part of the split, and say when its classes were seen', async () => {
    const seen = await evaluate('one', { classes: 'training', way: 3, trials: 25 })
    expect(seen.protocol.name).toContain('training classes (seen)')
    expect(seen.seen).toBe(25)
    const validation = await evaluate('one', { classes: 'validation', way: 2, trials: 25 })
    expect(validation.seen).toBeUndefined()
    const article = await evaluate('one', { protocol: 'article', classes: 'training', way: 3, trials: 25 })
    expect(article.protocol.name).toBe('article, training classes (seen), 3-way, 25 trials')
    const { usedFor, parts } = await test.client.evaluations.possible({ runId: 'one' })
    for (const { hash } of [seen, validation, article].map(({ protocol }) => protocol)) {
      expect(usedFor.map((use) => use.hash)).not.toContain(hash)
    }
    expect(usedFor[0]).toMatchObject({ name: expect.stringContaining('test classes') as string })
    expect(Date.parse(usedFor[0]!.at)).toBeGreaterThan(0)
    expect(parts.map(({ name, count }) => [name, count])).toEqual([
      ['test', 4],
      ['validation', 4],
      ['training', 4],
    ])
  })
})
