import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scanDataset } from '../../src/core/dataset/index.ts'
import type { WrittenTrials } from '../../src/core/trained/trials/index.ts'
import { connectTo, environment, launch, makePlace, serve, soon, visit } from './app.ts'
import type { Place, Server, Visit } from './app.ts'
import { chromiumPath } from './find-chromium.ts'

const run = promisify(execFile)
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const misfits = await readFile(path.join(import.meta.dirname, 'misfits.js'), 'utf8')

const DATA = 'resources/samples/omniglot-background-small1.zip'

describe.skipIf(chromiumPath === undefined)('the inspector of wrong trials, in Chromium', () => {
  let place: Place
  let server: Server
  let browser: Browser
  let seen: Visit
  let page: Page

  beforeAll(async () => {
    place = await makePlace()
    const cli = (...args: string[]) => run(process.execPath, ['bin/oneshot.cjs', ...args], { env: environment(place) })
    const folder = path.join(place.runs, 'first')
    const small = ['--set', 'encoder.filters=[8,8,8,8]', '--set', 'encoder.members=1', '--set', 'validation.every=10']
    await cli('train', DATA, '--recipe', 'all-pairs', '--steps', '20', '--out', folder, ...small)
    await cli('evaluate', folder, '--trials', '60')
    server = await serve(place)
    browser = await launch()
    seen = await visit(browser, server, { acceptDownloads: true })
    ;({ page } = seen)
    await page.getByRole('link', { name: 'Trials' }).click()
    await page.getByTestId('verdict').waitFor({ timeout: 90_000 })
  }, 300_000)
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await place?.remove()
  })

  const position = () => page.getByRole('option', { selected: true }).getAttribute('aria-posinset')
  /** Share of coloured dots in the first map. */
  const coloured = () =>
    page.evaluate(`(() => {
      const canvas = document.querySelector('[data-testid=occlusion] canvas')
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
      let coloured = 0
      for (let i = 0; i < data.length; i += 4) if (Math.abs(data[i] - data[i + 2]) > 24) coloured++
      return (4 * coloured) / data.length
    })()`) as Promise<number>

  it('steps through the wrong trials, and keeps the right class in sight', async () => {
    expect(await page.getByTestId('verdict').innerText()).toMatch(/Wrong|Tie/)
    for (const [key, at] of [
      ['ArrowRight', '2'],
      ['ArrowRight', '3'],
      ['ArrowLeft', '2'],
      ['Home', '1'],
    ] as const) {
      await page.keyboard.press(key)
      await soon(position).toBe(at)
    }
    await page.setViewportSize({ width: 1024, height: 700 })
    await soon(() => page.getByText('right class', { exact: true }).first().isVisible()).toBe(true)
    await page.setViewportSize({ width: 1280, height: 860 })
  })

  it('ranks the pictures nearest to the query, and embeds the rest of the data set when asked', async () => {
    await page.keyboard.press('n')
    const facts = page.getByTestId('neighbour-facts')
    await soon(() => facts.innerText()).toMatch(/^\d+ pictures ranked, \d+ of them of the query’s class/)
    const tiles = page.getByTestId('neighbours').getByRole('listitem')
    await soon(() => tiles.count()).toBe(40)
    const distances = (await tiles.allInnerTexts()).map((text) => Number(/\d\.\d{3,}/.exec(text)?.[0]))
    expect(distances).toEqual([...distances].sort((a, b) => a - b))

    await page.getByRole('combobox', { name: 'Ranked among' }).click()
    await page.getByRole('option', { name: 'The whole data set' }).click()
    await page.getByRole('button', { name: 'Search the whole data set' }).click()
    await soon(() => facts.innerText(), 60_000).toMatch(/^2.?719 pictures ranked, 19 of them/)
    expect(await page.getByRole('button', { name: 'Search the whole data set' }).count()).toBe(0)

    await tiles.first().getByRole('button').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Number 1:').waitFor()
    await page.keyboard.press('ArrowRight')
    await dialog.getByText('Number 2:').waitFor()
    await page.keyboard.press('Escape')
    await soon(() => dialog.count()).toBe(0)
    // The trial is still the same one.
    expect(await position()).toBe('1')
  })

  it('maps what the distances hang on, for the trial in view and no other', async () => {
    await page.keyboard.press('o')
    const decided = page.getByTestId('decided')
    await decided.waitFor({ timeout: 60_000 })
    expect(await decided.innerText()).toMatch(/would make this trial right/)
    expect(await page.getByTestId('occlusion').locator('canvas').count()).toBe(4)
    await soon(coloured).toBeGreaterThan(0.01)
    const first = await page.getByTestId('occlusion').locator('canvas').first().getAttribute('aria-label')
    expect(first).toMatch(/^Query with places covered, its distance to .+: [−+0][\d.]+ to [−+0][\d.]+$/)

    // Left before it is done: the fine map of one trial, then the next.
    await page.getByRole('combobox', { name: 'Grid' }).click()
    await page.getByRole('option', { name: /fine/ }).click()
    await page.getByTestId('occlusion').getByRole('progressbar').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('#trial-list').focus()
    await page.keyboard.press('ArrowRight')
    await soon(position).toBe('2')
    await page.keyboard.press('ArrowRight')
    await soon(position).toBe('3')
    await decided.waitFor({ timeout: 60_000 })
    expect(await decided.innerText()).toMatch(/place/)
    // Back to where it was finished: at once, from memory.
    await page.keyboard.press('ArrowLeft')
    await soon(position).toBe('2')
    await page.keyboard.press('ArrowRight')
    await decided.waitFor()
    expect(await page.getByTestId('occlusion').getByRole('progressbar').count()).toBe(0)
    await page.keyboard.press('o')
    await page.getByTestId('supports').waitFor()
  })

  it('saves all trials as JSON, with files that are in the data set', async () => {
    await page.getByRole('button', { name: 'Save and copy' }).click()
    const saving = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'All trials as JSON' }).click()
    const written = JSON.parse(await readFile(await (await saving).path(), 'utf8')) as WrittenTrials
    expect(written).toMatchObject({ format: 'oneshot-trials', run: 'first', ways: 'all' })
    expect(written.trials).toHaveLength(60)
    const { pictures } = await scanDataset(written.data.root, { cacheDir: path.join(place.dir, 'cache') })
    const there = new Set(pictures.map((picture) => picture.path))
    const named = written.trials.flatMap(({ query, ways }) => [query, ...ways.flatMap(({ supports }) => supports)])
    expect(named).toHaveLength(60 * 21)
    expect(named.filter((file) => !there.has(file.path))).toEqual([])
  })

  it.each([
    { language: 'en', theme: 'light' },
    { language: 'zh-CN', theme: 'dark' },
  ] as const)('fits and gives axe nothing to complain about, $language, $theme', async ({ language, theme }) => {
    const connection = connectTo(server)
    await connection.client.app.changeSettings({ language, theme })
    connection.close()
    await page.reload()
    await page.getByTestId('verdict').waitFor({ timeout: 60_000 })
    for (const [key, done, at] of [
      ['n', 'neighbour-facts', 1],
      ['o', 'decided', 2],
    ] as const) {
      await page.locator('[role=group] button[aria-pressed]').nth(at).click()
      await page.getByTestId(done).waitFor({ timeout: 60_000 })
      for (const size of [
        { width: 1920, height: 1080 },
        { width: 1024, height: 700 },
      ]) {
        await page.setViewportSize(size)
        await page.waitForTimeout(400)
        const { SCREENSHOTS } = process.env
        const file = `inspector-${key}-${language}-${theme}-${size.width}.png`
        if (SCREENSHOTS) await page.screenshot({ path: path.join(SCREENSHOTS, file) })
        expect([key, size.width, await page.evaluate(misfits)]).toEqual([key, size.width, []])
      }
      await page.evaluate(axe)
      const { violations } = (await page.evaluate('axe.run()')) as {
        violations: { id: string; nodes: { html: string }[] }[]
      }
      const told = violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 140)).join(' | ')}`,
      )
      expect([key, told]).toEqual([key, []])
    }
  })

  it('asked nobody but its own server, and complained about nothing', async () => {
    await seen.done()
  })
})
