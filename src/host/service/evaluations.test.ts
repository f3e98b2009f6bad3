import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { evaluateAsked, openHost, trainDrawings, refused } from '../../../tests/fixtures/host.ts'
import type { TestHost } from '../../../tests/fixtures/host.ts'
import { writeDrawings } from '../../../tests/fixtures/pictures.ts'
import type { Evaluation, EvaluationChoice, TrialDetail } from '../../shared/contract/evaluations.ts'
import type { PictureRef } from '../../shared/contract/common.ts'
import { pictureUrl } from '../../shared/contract/picture-url.ts'

let test: TestHost
let runId: string
beforeAll(async () => {
  test = await openHost()
  runId = await trainDrawings(test, 6, { train: 6, validation: 3, test: 5 })
}, 120_000)
afterAll(() => test.close())

async function evaluate(choice: Partial<EvaluationChoice>, data: string | null = null): Promise<Evaluation> {
  const doing: string[] = []
  const made = await evaluateAsked(test.client, runId, choice, { data, onDoing: (what) => doing.push(what) })
  expect(doing).toContain('opening')
  return made
}

async function picture({ source, index }: PictureRef, host = test.host): Promise<number> {
  return (await host.picture(new URL(pictureUrl(source, index, 96), 'http://host'))).status
}

/** One run as published with Omniglot: a picture of each class to learn, another to recognise. */
async function writePublishedRun(folder: string, drawings: string, way: number): Promise<void> {
  const run = path.join(folder, 'run01')
  const labels: string[] = []
  for (const part of ['training', 'test']) await mkdir(path.join(run, part), { recursive: true })
  for (let i = 1; i <= way; i++) {
    const of = async (picture: string) => {
      const pixels = (await readFile(path.join(drawings, `class0${i}`, picture))).subarray(-400)
      return sharp(pixels, { raw: { width: 20, height: 20, channels: 1 } })
        .png()
        .toBuffer()
    }
    await writeFile(path.join(run, 'training', `class0${i}.png`), await of('00.pgm'))
    await writeFile(path.join(run, 'test', `item0${i}.png`), await of('01.pgm'))
    labels.push(`run01/test/item0${i}.png run01/training/class0${i}.png`)
  }
  await writeFile(path.join(run, 'class_labels.txt'), `${labels.join('\n')}\n`)
}

const all = { wrongOnly: false, sort: 'order', offset: 0, limit: 1000 } as const
const supportsOf = ({ ways }: TrialDetail) =>
  [...ways].sort((a, b) => a.way - b.way).flatMap(({ supports }) => supports.map(({ index }) => index))

describe('evaluating through the contract', { timeout: 120_000 }, () => {
  it('says what a run can be asked', async () => {
    expect(await test.client.evaluations.possible({ runId })).toEqual({
      classes: 'test',
      count: 5,
      validation: 3,
      groups: 0,
      drawers: 0,
      largestWay: 5,
      way: 3,
      withinGroup: false,
      acrossDrawer: false,
      named: ['vinyals', 'validation'],
      parts: [
        { name: 'test', count: 5, largestWay: 5, way: 3 },
        { name: 'validation', count: 3, largestWay: 3, way: 3 },
        { name: 'training', count: 6, largestWay: 6, way: 3 },
      ],
      usedFor: [],
      uses: 0,
    })
  })

  it('evaluates, keeps it, and shows every trial', async () => {
    const { client } = test
    const made = await evaluate({ way: 5, trials: 80 })
    expect(made).toMatchObject({ way: 5, shot: 1, trials: 80, chance: 0.2, hasTrials: true, views: 1 })
    expect(Object.keys(made.baselines)).toEqual(expect.arrayContaining(['pixels', 'untrained']))
    expect(await client.evaluations.list({ runId })).toEqual([made])
    expect((await client.evaluations.possible({ runId })).uses).toBe(1)
    expect((await client.runs.get({ id: runId })).scores[0]).toMatchObject({ accuracy: made.accuracy, way: 5 })

    const { id } = made
    const { total, rows } = await client.evaluations.trials({ runId, id, ...all })
    expect([total, rows.length]).toEqual([80, 80])
    const points = rows.reduce((sum, { credit }) => sum + credit, 0)
    expect(points / 80).toBeCloseTo(made.accuracy, 10)
    expect(rows.filter(({ credit }) => credit < 1)).toHaveLength(made.wrong)
    expect(await Promise.all([rows[0]!.query, rows[0]!.truth].map((each) => picture(each)))).toEqual([200, 200])
    expect(rows[0]!.query.className).toBe(rows[0]!.truth.className)

    const worst = await client.evaluations.trials({ runId, id, wrongOnly: true, sort: 'margin', offset: 0, limit: 3 })
    expect(worst.total).toBe(made.wrong)
    expect(worst.rows.map(({ margin }) => margin)).toEqual(
      rows
        .map(({ margin }) => margin ?? NaN)
        .sort((a, b) => a - b)
        .slice(0, worst.rows.length),
    )
    const [row] = worst.rows
    expect(row).toMatchObject({ credit: 0 })
    const shown = await client.evaluations.trial({ runId, id, trial: row!.trial, redraw: 0 })
    expect(shown).toMatchObject({ query: row!.query, margin: row!.margin, metric: 'cosine' })
    expect(shown.ways).toHaveLength(5)
    expect(shown.ways.map(({ distance }) => distance)).toEqual(
      shown.ways.map(({ distance }) => distance ?? NaN).sort((a, b) => a - b),
    )
    expect(shown.ways[0]).toMatchObject({ chosen: true, truth: false, className: row!.chosen?.className })
  })

  it('draws supports anew, the same for the same number, and counts the luck', async () => {
    const { client } = test
    const [{ id } = { id: '' }] = await client.evaluations.list({ runId })
    const at = (redraw: number) => client.evaluations.trial({ runId, id, trial: 4, redraw })
    const [zero, one, again] = [await at(0), await at(1), await at(1)]
    expect(again).toEqual(one)
    expect(one.query).toEqual(zero.query)
    const classes = ({ ways }: TrialDetail) => ways.map(({ way, className }) => `${way} ${className}`).sort()
    expect(classes(one)).toEqual(classes(zero))
    const drawn = await Promise.all([1, 2, 3, 4, 5, 6].map((redraw) => at(redraw)))
    expect(new Set(drawn.map((each) => supportsOf(each).join())).size).toBeGreaterThan(3)
    const { draws, right } = await client.evaluations.luck({ runId, id, trial: 4, draws: 6 })
    expect(draws).toBe(6)
    expect(right).toBeCloseTo(drawn.reduce((sum, { credit }) => sum + credit, 0))
    await expect(
      at(0).then(() => client.evaluations.trial({ runId, id, trial: 999, redraw: 0 })),
    ).rejects.toMatchObject(refused('evaluate/no-trial'))
  })

  it('gives all trials as a table', async () => {
    const [{ id } = { id: '' }] = await test.client.evaluations.list({ runId })
    const lines = (await test.client.evaluations.csv({ runId, id })).trimEnd().split('\n')
    expect(lines[0]).toBe(
      'trial,query,query_drawer,truth_class,truth_supports,truth_distance,truth_rank,' +
        'chosen_class,chosen_supports,chosen_distance,credit,tied,margin',
    )
    expect(lines).toHaveLength(81)
    const way = String.raw`class\d\d,class\d\d/\d\d\.pgm,[\d.e-]+`
    expect(lines[1]).toMatch(new RegExp(String.raw`^0,class\d\d/\d\d\.pgm,,${way},[1-5],${way},[01],1,-?[\d.e-]+$`))
  })

  it('shows trials after a restart too, when the codes were thrown away, and says so when nothing can be shown', async () => {
    const { client, dir } = test
    const [evaluation] = await client.evaluations.list({ runId })
    const id = evaluation?.id ?? ''
    const before = await client.evaluations.trials({ runId, id, ...all })
    const other = await openHost({}, dir)
    try {
      await rm(path.join(dir, 'cache', 'codes'), { recursive: true })
      const after = await other.client.evaluations.trials({ runId, id, ...all })
      expect(after.rows.map(({ chosen }) => chosen)).toEqual(before.rows.map(({ chosen }) => chosen))
      expect(await picture(after.rows[0]!.query, other.host)).toBe(200)
      const file = path.join(dir, 'runs', runId, 'evaluations', `${id}.json`)
      const text = await readFile(file, 'utf8')
      await rm(path.join(dir, 'cache', 'codes'), { recursive: true })
      await writeFile(file, text.replace(/"codes": "[0-9a-f]{8}/, '"codes": "00000000'))
      const attempt = other.client.evaluations.trials({ runId, id, ...all })
      await expect(attempt).rejects.toMatchObject(refused('evaluate/other-state'))
      await writeFile(file, text)
    } finally {
      await other.host.close()
    }
  })

  it('evaluates on other pictures, and repeats the validation', async () => {
    const folder = path.join(test.dir, 'others')
    await writeDrawings(folder, 4, 3)
    const made = await evaluate({ way: 4, trials: 20 }, folder)
    expect(made).toMatchObject({ way: 4, data: folder })
    const { rows } = await test.client.evaluations.trials({ runId, id: made.id, ...all })
    expect(await picture(rows[0]!.query)).toBe(200)
    const repeated = await evaluate({ protocol: 'validation' })
    const { best } = await test.client.runs.get({ id: runId })
    expect(repeated.accuracy).toBe(best?.accuracy)
    // Neither has looked at the test classes.
    expect((await test.client.evaluations.possible({ runId })).uses).toBe(1)
  })

  it('shows the trials of published runs, whose pictures are no data set', async () => {
    const folder = path.join(test.dir, 'all_runs')
    await writePublishedRun(folder, path.join(test.dir, 'data'), 4)
    const made = await evaluate({ protocol: `lake:${folder}` })
    expect(made).toMatchObject({ protocol: { name: 'lake' }, way: 4, trials: 4, data: folder })
    const { rows } = await test.client.evaluations.trials({ runId, id: made.id, ...all })
    expect(rows[0]!.truth).toMatchObject({
      path: 'run01/training/class01.png',
      className: 'run01/training/class01.png',
    })
    expect(await Promise.all([rows[0]!.query, rows[0]!.truth].map((each) => picture(each)))).toEqual([200, 200])
    const again = test.client.evaluations.trial({ runId, id: made.id, trial: 0, redraw: 1 })
    await expect(again).rejects.toMatchObject(refused('evaluate/no-redraw'))
  })

  it('refuses what the classes do not allow, and forgets an evaluation', async () => {
    await expect(evaluate({ way: 50 })).rejects.toMatchObject({
      ...refused('protocol/way'),
      message: expect.stringContaining('there are only 5 test classes') as string,
    })
    await expect(evaluate({}, 'relative')).rejects.toMatchObject(refused('files/bad-path'))
    const [{ id } = { id: '' }] = await test.client.evaluations.list({ runId })
    await test.client.evaluations.remove({ runId, id })
    expect((await test.client.evaluations.list({ runId })).map((each) => each.id)).not.toContain(id)
    await expect(test.client.evaluations.csv({ runId, id })).rejects.toMatchObject(refused('files/missing'))
  })
})

describe('exporting through the contract', { timeout: 120_000 }, () => {
  it('tells its stages, then files, difference and programs', async () => {
    const stages: string[] = []
    for await (const event of await test.client.exports.run({ runId, format: 'onnx', fold: false, out: null })) {
      if (event.kind === 'stage') stages.push(event.stage)
      else {
        const { exported } = event
        expect(exported.out).toBe(path.join(test.dir, 'runs', runId, 'exports', 'onnx'))
        expect(exported.files.map(({ name }) => name)).toEqual(expect.arrayContaining(['model.onnx', 'export.json']))
        expect(exported.difference).toBeLessThan(1e-3)
        expect(exported.snippets.map(({ language }) => language)).toEqual(['node', 'browser', 'python'])
      }
    }
    expect(stages).toContain('opening')
    for await (const event of await test.client.exports.run({ runId, format: 'onnx', fold: true, out: null })) {
      if (event.kind === 'done') expect(path.basename(event.exported.out)).toBe('onnx-2')
    }
  })

  it('refuses a folder that holds something', async () => {
    const out = path.join(test.dir, 'data')
    const stream = await test.client.exports.run({ runId, format: 'tfjs', fold: false, out })
    const read = async () => {
      for await (const event of stream) if (event.kind === 'done') return event.exported
      return undefined
    }
    await expect(read()).rejects.toMatchObject(refused('export/not-empty'))
  })
})
