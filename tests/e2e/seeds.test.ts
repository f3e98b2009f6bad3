import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeDrawings } from '../fixtures/pictures.ts'
import { launch, makePlace, openFolder, serve, setField, soon, visit } from './app.ts'
import type { Place, Server, Visit } from './app.ts'
import { chromiumPath } from './find-chromium.ts'

describe.skipIf(chromiumPath === undefined)('several seeds of one training, in Chromium', () => {
  let place: Place
  let server: Server
  let browser: Browser
  let seen: Visit
  let page: Page

  beforeAll(async () => {
    place = await makePlace()
    await writeDrawings(path.join(place.dir, 'letters'), 12, 6)
    server = await serve(place)
    browser = await launch()
    seen = await visit(browser, server)
    page = seen.page
    await openFolder(page, 'letters')
    await page.getByRole('link', { name: 'Continue to training' }).click()
    await page.getByRole('radio', { name: /All pairs/ }).click()
    await page.getByRole('button', { name: 'All settings' }).click()
    await setField(page, 'encoder.members', '1')
    await setField(page, 'encoder.filters', '8, 8')
    await setField(page, 'sampler.classes', '4')
    await setField(page, 'validation.every', '10')
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await place?.remove()
  })

  const group = () => page.getByTestId('seed-group')
  const title = () => page.getByRole('heading', { level: 1 }).innerText()

  async function train(steps: string): Promise<void> {
    const budget = page.getByRole('spinbutton', { name: /Train for/ })
    await budget.fill(steps)
    await budget.press('Tab')
    await page.getByRole('button', { name: 'Start training' }).click()
  }

  it('are trained one after the other; who watches is shown the one under way', async () => {
    const seeds = page.getByRole('spinbutton', { name: 'Number of seeds' })
    await seeds.fill('2')
    await seeds.press('Tab')
    await page.getByText(/2 seeds one after another about/).waitFor({ timeout: 60_000 })
    await train('200')
    await group().getByText('Training 1 of 2').waitFor()
    const first = await title()
    expect(first).toMatch(/-seed1$/)
    await group().getByText('Training 2 of 2').waitFor({ timeout: 60_000 })
    expect(await title()).toBe(first.replace(/1$/, '2'))
    await page.getByText('Trained to the end').waitFor({ timeout: 60_000 })
    await soon(() => group().getByTitle('finished').count()).toBe(2)
    await group()
      .getByRole('link', { name: /seed 1/ })
      .click()
    await soon(title).toBe(first)
    // Nothing is begun that was not asked for.
    expect(await group().getByRole('button').count()).toBe(0)
  })

  it('are evaluated on the same trials at once, and give mean and spread', async () => {
    await page.getByRole('main').getByRole('button', { name: 'Evaluate' }).click()
    await page.getByRole('button', { name: /Unlock the test classes/ }).click()
    await page.getByRole('switch', { name: 'All 2 seeds' }).click()
    await page.getByRole('main').getByRole('button', { name: 'Evaluate', exact: true }).click()
    const results = page.getByRole('region', { name: 'Results' })
    await results.getByText(/^Mean of 2 seeds, SD/).waitFor({ timeout: 60_000 })
    expect(await results.getByRole('article').count()).toBe(1)
    await page.getByRole('link', { name: 'Runs' }).click()
    await page.getByRole('switch', { name: 'Group by seed' }).click()
    const line = page.getByRole('row', { name: /2 seeds of all-pairs/ })
    await line.getByText(/^Mean, SD/).waitFor()
    expect(await line.innerText()).toMatch(/\d+\.\d\s%\s*\[\d+\.\d, \d+\.\d\]/)
  })

  it('wait when one is stopped, and are trained when asked', async () => {
    await page.getByRole('link', { name: 'Train', exact: true }).click()
    await page.getByRole('button', { name: 'Start training' }).waitFor()
    expect(await page.getByRole('spinbutton', { name: 'Number of seeds' }).inputValue()).toBe('2')
    await train('100000')
    await page.getByRole('button', { name: 'Stop and keep best' }).click()
    await group().getByRole('button', { name: 'Train the rest (1)' }).click()
    await group().getByText('Training 2 of 2').waitFor({ timeout: 60_000 })
    await page.getByRole('button', { name: 'Stop and keep best' }).click()
    await soon(() => group().getByTitle('stopped').count()).toBe(2)
  })

  it('are compared once they are evaluated: a click leads there', async () => {
    await page.getByRole('link', { name: 'Runs' }).click()
    for (const name of [/-2-seed1$/, /-2-seed2$/]) await page.getByRole('checkbox', { name }).click()
    await page.getByRole('button', { name: /^Evaluate .*-2-seed\d$/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Evaluate' }).waitFor()
    await page.getByLabel(/^Run: .*-2-seed\d$/).waitFor()
    await seen.done()
  })
})
