/** Runs in a real browser: compared trial by trial, grouped by seed, a report saved, a recipe used again. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pointsRange, pointsText, pText } from '../../src/shared/comparison.ts'
import type { RunComparison } from '../../src/shared/comparison.ts'
import type { GroupEvaluation } from '../../src/core/trained/index.ts'
import { SMALL } from '../fixtures/cli.ts'
import { writeDrawings } from '../fixtures/pictures.ts'
import { environment, holdAnswers, launch, makePlace, serve, soon, visit } from './app.ts'
import type { Place, Server } from './app.ts'
import { chromiumPath } from './find-chromium.ts'

/** What the terminal prints, in the place of the test. */
async function oneshot<T>(place: Place, ...args: string[]): Promise<T> {
  const child = spawn(process.execPath, ['bin/oneshot.cjs', ...args, '--json'], {
    env: environment(place),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number]
  expect(code).toBe(0)
  return JSON.parse(out) as T
}

describe.skipIf(chromiumPath === undefined)('the Runs page', { timeout: 180_000 }, () => {
  let place: Place
  let server: Server
  let browser: Browser
  let group: GroupEvaluation
  beforeAll(async () => {
    place = await makePlace()
    const pictures = path.join(place.dir, 'pictures')
    const base = path.join(place.runs, 'mine')
    await writeDrawings(pictures, 15, 6)
    await oneshot(place, 'train', pictures, ...SMALL, '--steps', '6', '--seeds', '2', '--out', base)
    group = await oneshot(place, 'evaluate', base, '--trials', '120')
    await oneshot(place, 'train', pictures, ...SMALL, '--steps', '3', '--out', path.join(place.runs, 'other'))
    await oneshot(place, 'evaluate', path.join(place.runs, 'other'), '--trials', '50')
    server = await serve(place)
    browser = await launch()
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await place?.remove()
  })

  const open = async () => {
    const visited = await visit(browser, server, { acceptDownloads: true })
    await visited.page.getByRole('link', { name: 'Runs', exact: true }).click()
    return visited
  }

  it('compares two runs with the figures of the terminal', async () => {
    const runs = ['mine-seed1', 'mine-seed2'].map((name) => path.join(place.runs, name))
    const { paired } = await oneshot<RunComparison>(place, 'compare', ...runs)
    const { page, done } = await open()
    for (const name of ['mine-seed1', 'mine-seed2']) await page.getByRole('checkbox', { name }).click()
    const table = page.getByRole('table', { name: 'Trial by trial' })
    await table.waitFor()
    const cells = await table.getByRole('cell').allTextContents()
    const counts = [paired.both, paired.onlyFirst, paired.onlySecond, paired.neither].map(String)
    expect(cells.map((cell) => cell.trim()).filter(Boolean)).toEqual(counts)
    await page.getByText(`${pointsText(paired.difference)} points`).waitFor()
    await page.getByText(pointsRange(paired.interval)).waitFor()
    await page.getByText(`p = ${pText(paired.p)}`).waitFor()
    await done()
  })

  it('refuses different trials and evaluates on the same ones at a click', async () => {
    const { page, done } = await open()
    for (const name of ['mine-seed1', 'other']) await page.getByRole('checkbox', { name }).click()
    await page.getByText(/these are different trials, and their numbers are not compared/).waitFor()
    await page.getByRole('button', { name: 'Evaluate other on the same trials' }).click()
    await page.getByRole('heading', { name: 'Evaluate' }).waitFor()
    await page
      .getByText(/120 trials/)
      .first()
      .waitFor()
    await page.getByRole('link', { name: 'Runs', exact: true }).click()
    // Both are ticked still.
    await page.getByRole('table', { name: 'Trial by trial' }).waitFor()
    await done()
  })

  it('groups seeds with mean and interval as the terminal says', async () => {
    const { mean, interval } = group.spread
    const { page, done } = await open()
    await page.getByText('Group by seed').click()
    const row = page.getByRole('row', { name: /2 seeds of all-pairs/ })
    const told = (await row.textContent()) ?? ''
    expect(told).toContain(`${(mean * 100).toFixed(1)}\u00a0%`)
    expect(told).toContain(`[${interval.map((end) => (end * 100).toFixed(1)).join(', ')}]`)
    await row.getByRole('button').click()
    await page.getByRole('heading', { name: 'Over seeds' }).waitFor()
    await done()
  })

  it('deletes a run once, leaves the focus in the list, and takes it back', async () => {
    const visited = await visit(browser, server)
    const { page, done } = visited
    const answers = await holdAnswers(page)
    await page.reload()
    await page.getByRole('link', { name: 'Runs', exact: true }).click()
    const menu = page.getByRole('button', { name: 'What to do with other' })
    const entry = page.getByRole('menuitem', { name: 'Delete' })
    await menu.click()
    answers.hold('runs/remove')
    await entry.click()
    await menu.click()
    expect(await entry.isDisabled()).toBe(true)
    await page.keyboard.press('Escape')
    await entry.waitFor({ state: 'detached' })
    answers.release()
    await menu.waitFor({ state: 'detached' })
    await soon(() => page.locator(':focus').getAttribute('aria-label')).toMatch(/^What to do with mine/)
    await page.getByRole('button', { name: 'Undo' }).dblclick()
    await menu.waitFor()
    expect(await page.getByText(/There is no run/).count()).toBe(0)
    await done()
  })

  it('shows on the page of another run what keeps it from being evaluated', async () => {
    const { page, done } = await visit(browser, server)
    const answers = await holdAnswers(page)
    await page.reload()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.evaluate("location.hash = '#/evaluate/other'")
    answers.hold('evaluations/run')
    await page.getByRole('radio', { name: /Validation trials of the run/ }).click()
    await page.getByRole('button', { name: 'Evaluate', exact: true }).click()
    await soon(() => answers.asked('evaluations/run')).toBe(true)
    await page.evaluate("location.hash = '#/evaluate/mine-seed1'")
    await page.getByRole('heading', { name: 'Evaluate' }).waitFor()
    await page.getByText(/^other: /).waitFor()
    expect(await page.getByRole('button', { name: 'Evaluate', exact: true }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Cancel' }).click()
    await soon(() => page.getByText(/^other: /).count()).toBe(0)
    answers.release()
    await done()
  })

  it('saves a report, and fills the Train page from a run', async () => {
    const { page, done } = await open()
    await page.getByRole('button', { name: 'mine-seed2', exact: true }).click()
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: /Save the report of/ }).click()
    const html = await readFile(await (await saving).path(), 'utf8')
    const [, second] = group.runs
    expect(html).toContain(`<strong>${((second?.accuracy ?? 0) * 100).toFixed(1)} %</strong>`)
    expect(html).not.toContain('<script')
    await page.getByRole('button', { name: 'Use this recipe' }).click()
    // The run's pictures are opened, and its seed and fields are in their places.
    await page
      .getByText(/classes of pictures|pictures/)
      .first()
      .waitFor()
    await page.getByRole('spinbutton', { name: 'Seed', exact: true }).waitFor()
    await expect.poll(() => page.getByRole('spinbutton', { name: 'Seed', exact: true }).inputValue()).toBe('2')
    await expect
      .poll(() =>
        page
          .getByText(/\d+ changed/)
          .first()
          .textContent(),
      )
      .toMatch(/\d+ changed/)
    await done()
  })
})
