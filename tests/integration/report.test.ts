/** A report stands alone in one file, and says the digits that the terminal and the JSON say. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EvaluationResult } from '../../src/shared/evaluation.ts'
import { recordSchema } from '../../src/core/runs/record.ts'
import { cli, json, SMALL } from '../fixtures/cli.ts'
import { writeDrawings } from '../fixtures/pictures.ts'

let dir: string
let run: string
let evaluation: EvaluationResult
let html: string
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'oneshot-report-'))
  process.env['ONESHOT_CACHE'] = path.join(dir, 'cache')
  run = path.join(dir, 'a <b>&"run')
  await writeDrawings(path.join(dir, 'pictures'), 15, 6)
  await cli('train', path.join(dir, 'pictures'), '--out', run, '--steps', '10', ...SMALL)
  evaluation = json(
    await cli('evaluate', run, '--trials', '300', '--way', '3', '--json'),
  ) as unknown as EvaluationResult
  const made = await cli('report', run, '--out', path.join(dir, 'report.html'))
  expect(made).toMatchObject({ code: 0, err: '' })
  html = await readFile(path.join(dir, 'report.html'), 'utf8')
}, 120_000)
afterAll(() => rm(dir, { recursive: true, force: true }))

const percent = (share: number) => `${(share * 100).toFixed(1)} %`

describe('a report', { timeout: 60_000 }, () => {
  it('needs no script and asks nobody for anything', () => {
    expect(html).not.toMatch(/<script|javascript:|\son\w+=/i)
    expect(html).not.toMatch(/https?:\/\/|url\(|@import|<link|<iframe/)
    const sources = [...html.matchAll(/\s(?:src|href)="([^"]{0,20})/g)].map(([, start]) => start)
    expect(sources.length).toBeGreaterThan(3)
    for (const start of sources) expect(start).toMatch(/^data:(image\/webp|application)/)
    expect(html).toContain(`default-src 'none'; img-src data:`)
    expect(html).toContain('size: A4')
    expect(html).toContain('a &lt;b&gt;&amp;&quot;run')
    expect(html).not.toContain('a <b>')
  })

  it('says the digits of the evaluation: interval, chance, every baseline, protocol and hash', () => {
    const { accuracy, interval, baselines, chance, protocol } = evaluation
    const row = (share: number, [low, high]: readonly [number, number]) =>
      `<td class="figure">${percent(share)}</td><td class="figure">[${(low * 100).toFixed(1)}, ${(high * 100).toFixed(1)}]</td>`
    expect(html).toContain(`<strong>${percent(accuracy)}</strong>`)
    expect(html).toContain(`<td>This run</td>${row(accuracy, interval)}`)
    expect(Object.keys(baselines).length).toBe(3)
    for (const found of Object.values(baselines)) expect(html).toContain(row(found.accuracy, found.interval))
    expect(html).toContain(`<td>Chance</td><td class="figure">${percent(chance)}</td>`)
    expect(html).toContain(protocol.name)
    expect(html).toContain(protocol.hash)
  })

  it('shows the worst trials in pictures and counts the rest', () => {
    const shown = Math.min(40, evaluation.wrong.length)
    expect(html.match(/<article class="sheet">/g) ?? []).toHaveLength(shown)
    expect(html.match(/<img src="data:image\/webp;base64,/g) ?? []).toHaveLength(3 * shown)
    const [worst] = [...evaluation.wrong].sort((a, b) => (a.margin ?? 0) - (b.margin ?? 0))
    expect(html).toContain(`margin ${worst?.margin?.toFixed(4)}`)
    if (evaluation.wrong.length > 40) expect(html).toContain(`And ${evaluation.wrong.length - 40} more.`)
  })

  it('has the curve, accuracy against ways, verification, confusions, recipe, versions', () => {
    const headings = [...html.matchAll(/<h2>([^<]*)</g)].map(([, text]) => text)
    expect(headings).toEqual([
      'Accuracy',
      'Protocol',
      'Data',
      'Training',
      'Accuracy against the number of classes',
      'Verification: same or different?',
      'Confused classes',
      'Wrong trials',
      'Recipe: all-pairs',
      'Replay',
    ])
    // At the protocol's own way the curve ends in the very number.
    expect(html).toMatch(new RegExp(`<td>3</td><td class="figure">${percent(evaluation.accuracy)}<`))
    expect(html).toContain('<span>optimiser.rate</span><span>0.003</span>')
    expect(html).toContain('oneshot replay recipe.json --data pictures --out again')
    expect(html.match(/<svg /g)?.length).toBe(4)
  })

  it('carries the recipe that replays it, without the way to the pictures on this disk', async () => {
    const [, text = ''] = /href="data:application\/json;base64,([^"]+)"/.exec(html) ?? []
    const record = recordSchema.parse(JSON.parse(Buffer.from(text, 'base64').toString()))
    const own = recordSchema.parse(JSON.parse(await readFile(path.join(run, 'recipe.json'), 'utf8')))
    expect(record).toEqual({ ...own, dataset: { ...own.dataset, root: 'pictures' } })
    expect(html).not.toContain(dir)
  })

  it('counts the look at the test classes that its verification is, once', async () => {
    const uses = async () => (await readFile(path.join(run, 'test-uses.jsonl'), 'utf8')).trim().split('\n').length
    expect(await uses()).toBe(2)
    await cli('report', run, '--out', path.join(dir, 'again.html'))
    expect(await uses()).toBe(2)
  })

  it('is written in Chinese too, with the same figures', async () => {
    const file = path.join(dir, 'zh.html')
    const made = json(await cli('report', run, '--out', file, '--language', 'zh-CN', '--json'))
    expect(made).toMatchObject({ file, missing: [], accuracy: evaluation.accuracy })
    const chinese = await readFile(file, 'utf8')
    expect(chinese).toContain('<html lang="zh-CN">')
    expect(chinese).toMatch(/way 1-shot，测试类别，.*次试验，种子/)
    const figures = (text: string) => text.match(/\[\d+\.\d, \d+\.\d\]/g)
    expect(figures(chinese)).toEqual(figures(html))
  })

  it('shows turned pictures turned, and names them so', async () => {
    const asked = ['--protocol', 'vinyals', '--way', '12', '--trials', '400', '--json']
    const turned = json(await cli('evaluate', run, ...asked))
    const { hash } = turned['protocol'] as { hash: string }
    const file = path.join(dir, 'turned.html')
    const ids = await readdir(path.join(run, 'evaluations'))
    const id = ids.find((name) => name.includes(hash.slice(0, 8)))!.replace('.json', '')
    await cli('report', run, '--evaluation', id, '--out', file)
    const text = await readFile(file, 'utf8')
    expect(text).toMatch(/\((90|180|270)°\)/)
    const sheets = text.match(/<article class="sheet">/g) ?? []
    expect(sheets.length).toBeGreaterThan(1)
    expect(text.match(/<img src="data:image\/webp;base64,/g) ?? []).toHaveLength(3 * sheets.length)
    await rm(path.join(run, 'evaluations', `${id}.json`))
  })

  it('refuses what cannot be: another ending, no such evaluation, a run without one', async () => {
    const wrong = await cli('report', run, '--out', path.join(dir, 'paper.docx'))
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('is an HTML file') as string })
    const none = await cli('report', run, '--out', path.join(dir, 'x.html'), '--evaluation', 'no')
    expect(none).toMatchObject({ code: 1, err: expect.stringContaining("has no evaluation called 'no'") as string })
  })

  it('still says its numbers when the pictures are gone', async () => {
    await rm(path.join(dir, 'pictures'), { recursive: true })
    const file = path.join(dir, 'gone.html')
    const made = json(await cli('report', run, '--out', file, '--json'))
    expect((made['missing'] as string[]).join()).toContain('pictures')
    const left = await readFile(file, 'utf8')
    expect(left).toContain(`<strong>${percent(evaluation.accuracy)}</strong>`)
    expect(left).toContain('Not in this report')
  })
})
