/** What the page shows while the host has not answered yet: over SSH, and on slow machines, every answer may be late. */
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeDrawings } from '../fixtures/pictures.ts'
import { holdAnswers, launch, makePlace, serve, soon, visit } from './app.ts'
import type { Place, Server, Visit } from './app.ts'
import { chromiumPath } from './find-chromium.ts'

describe.skipIf(chromiumPath === undefined)('when answers come late, in Chromium', () => {
  let place: Place
  let server: Server
  let browser: Browser
  let seen: Visit
  let page: Page
  let answers: Awaited<ReturnType<typeof holdAnswers>>

  beforeAll(async () => {
    place = await makePlace()
    await writeDrawings(path.join(place.dir, 'few'), 8, 6)
    await writeDrawings(path.join(place.dir, 'many'), 20, 6)
    server = await serve(place)
    browser = await launch()
    seen = await visit(browser, server)
    ;({ page } = seen)
    answers = await holdAnswers(page)
    await page.reload()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await place?.remove()
  })

  async function open(name: string): Promise<void> {
    await page.keyboard.press('Control+o')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill(path.join(place.dir, name))
    await dialog.getByRole('button', { name: 'Open this folder' }).click()
    await page.getByRole('heading', { level: 1, name }).waitFor()
  }

  it('shows no split and no pairs of other pictures', async () => {
    await open('few')
    const split = page.getByRole('definition')
    await page.getByTestId('sample-pairs').getByRole('figure').first().waitFor()
    const withFew = await split.count()
    answers.hold('plan/make')
    await open('many')
    await soon(() => answers.asked('plan/make')).toBe(true)
    expect(await page.getByTestId('sample-pairs').getByRole('figure').count()).toBe(0)
    expect(await split.count()).toBe(withFew - 3)
    answers.release()
    await page.getByTestId('sample-pairs').getByRole('figure').first().waitFor()
    await soon(() => split.count()).toBe(withFew)
  })

  it('shows how the drawer was told, also later', async () => {
    const drawer = page.getByRole('textbox', { name: 'How the drawer or photographer is told' })
    const unfold = page.getByRole('button', { name: 'How the drawer or photographer is told' })
    await unfold.click()
    await drawer.fill('(\\d+)[.]pgm')
    await page.getByRole('button', { name: 'Read again' }).click()
    await page
      .getByText(/told by/)
      .first()
      .waitFor()
    await page.getByRole('link', { name: 'Home', exact: true }).click()
    await page.getByRole('link', { name: 'Data', exact: true }).click()
    await unfold.click()
    expect(await drawer.inputValue()).toBe('(\\d+)[.]pgm')
    await drawer.fill('auto')
    await page.getByRole('button', { name: 'Read again' }).click()
    await page.getByText('not told by the file names').waitFor()
  })

  it('keeps a language chosen before the settings are there', async () => {
    const language = () => page.locator('html').getAttribute('lang')
    const choose = async (name: string) => {
      await page.getByRole('button', { name: /^(Language|语言)$/ }).click()
      await page.getByRole('menuitemcheckbox', { name }).click()
    }
    answers.hold('app/settings')
    await page.reload()
    await choose('简体中文')
    await soon(language).toBe('zh-CN')
    answers.release()
    await page.getByRole('navigation').getByRole('link').last().click()
    // Where the runs are is known when the settings are.
    await page.getByText(place.runs).waitFor()
    expect(await language()).toBe('zh-CN')
    await choose('English')
    await soon(language).toBe('en')
  })

  it('asks again by itself where the connection was lost over a question', async () => {
    await page.getByRole('link', { name: 'Train', exact: true }).click()
    const start = page.getByRole('button', { name: 'Start training' })
    await soon(() => start.isDisabled()).toBe(false)
    answers.hold('plan/make')
    await page.getByRole('radio', { name: /All pairs/ }).click()
    await soon(() => answers.asked('plan/make')).toBe(true)
    answers.cut()
    answers.release()
    await soon(() => answers.asked('plan/make')).toBe(true)
    await soon(() => page.getByText('The connection to the program was lost.').count()).toBe(0)
    expect(await start.isDisabled()).toBe(false)
  })

  it('says on the Train page that pictures are being read, not that there are none', async () => {
    answers.hold('datasets/open')
    await page.reload()
    await page.getByText('Reading many').waitFor()
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Train')
    answers.release()
    await soon(() => page.getByRole('button', { name: 'Start training' }).isDisabled()).toBe(false)
  })

  it('stops a training once, and shows that it was asked to', async () => {
    await page.getByRole('radio', { name: /All pairs/ }).click()
    const steps = page.getByRole('spinbutton', { name: /Train for/ })
    await steps.fill('100000')
    await steps.press('Tab')
    await page.getByRole('button', { name: 'Start training' }).click()
    const stop = page.getByRole('button', { name: 'Stop and keep best' })
    await stop.waitFor()
    answers.hold('training/stop')
    await stop.click()
    expect(await stop.isDisabled()).toBe(true)
    answers.release()
    await page.getByRole('button', { name: 'Train anew' }).waitFor()
  })

  it('goes on with the next folder when one is forgotten by keys', async () => {
    await page.getByRole('link', { name: 'Home', exact: true }).click()
    await page.getByRole('button', { name: 'Forget many' }).press('Enter')
    await soon(() => page.locator(':focus').getAttribute('aria-label')).toBe('Forget few')
  })

  it('complained about nothing', async () => {
    await seen.done()
  })
})
