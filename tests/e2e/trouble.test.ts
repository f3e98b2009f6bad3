import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeDrawings } from '../fixtures/pictures.ts'
import { connectTo, holdAnswers, launch, makePlace, openFolder, serve, setField, soon, visit } from './app.ts'
import type { Place, Server, Visit } from './app.ts'
import { chromiumPath } from './find-chromium.ts'

describe.skipIf(chromiumPath === undefined)('when things go wrong, in Chromium', () => {
  let place: Place
  let server: Server
  let browser: Browser
  let seen: Visit

  beforeAll(async () => {
    place = await makePlace()
    await writeDrawings(path.join(place.dir, 'letters'), 8, 6)
    await writeFile(path.join(place.dir, 'letters', 'class00', 'cut.png'), Buffer.from('89504e470d0a1a0a0000', 'hex'))
    await writeFile(path.join(place.dir, 'letters', 'class01', 'empty.jpg'), '')
    await writeFile(path.join(place.dir, 'letters', 'class02', 'words.png'), 'these are words')
    await mkdir(path.join(place.dir, 'letters', 'nothing'))
    server = await serve(place)
    browser = await launch()
    seen = await visit(browser, server)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await place?.remove()
  })

  /** In the dialog that is open. */
  async function openNowhere(page: Page): Promise<void> {
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill(path.join(place.dir, 'nowhere'))
    await dialog.getByRole('button', { name: 'Open this folder' }).click()
    await page
      .getByRole('alert')
      .getByText(/There is nothing at .*nowhere/)
      .first()
      .waitFor()
  }

  it('names every broken file of a folder, and trains on the rest', async () => {
    const { page } = seen
    await openFolder(page, 'letters')
    const problems = page.getByRole('region', { name: /Problems/ })
    await problems.waitFor()
    const text = await problems.innerText()
    for (const name of ['cut.png', 'empty.jpg', 'words.png', 'nothing']) expect(text).toContain(name)
  })

  it('keeps the focus where keys go on: among folders, and among pictures', async () => {
    const { page } = seen
    const focused = page.locator(':focus')
    await page.getByRole('button', { name: /Open another folder/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill(place.dir)
    await dialog.getByRole('textbox').press('Enter')
    await dialog.getByRole('button', { name: 'letters', exact: true }).press('Enter')
    await soon(() => focused.textContent()).toBe('class00')
    await focused.press('Backspace')
    await soon(() => focused.textContent()).toBe('letters')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })

    await page.getByRole('button', { name: /^All pictures of class03/ }).press('Enter')
    await dialog.locator('li button').first().press('Enter')
    await soon(() => focused.textContent()).toBe('Back')
    await focused.press('ArrowRight')
    await dialog.getByText('class03/01.pgm').waitFor()
    await focused.press('Enter')
    await soon(() => focused.getAttribute('title')).toBe('class03/01.pgm')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  })

  it('says in the page what cannot be opened, and keeps what is open', async () => {
    const { page } = seen
    await page.getByRole('button', { name: /Open another folder/ }).click()
    const dialog = page.getByRole('dialog')
    const where = dialog.getByRole('textbox')
    await where.fill('/proc')
    await where.press('Enter')
    await dialog
      .getByRole('alert')
      .getByText(/is not in a folder that may be shown here/)
      .waitFor()
    // The page under a dialog stays.
    await page.keyboard.press('Alt+1')
    await page.keyboard.press('Escape')
    await soon(() => dialog.count()).toBe(0)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('letters')
  })

  it('opens the folder whose path was typed, and forgets the next time what was refused', async () => {
    const { page } = seen
    await page.getByRole('button', { name: /Open another folder/ }).click()
    const dialog = page.getByRole('dialog')
    await soon(() => dialog.getByRole('textbox').inputValue()).toBe(place.dir)
    expect(await dialog.getByRole('alert').count()).toBe(0)
    await openNowhere(page)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('letters')
  })

  it('says on the Train page too why a split cannot be, with Start closed until it can', async () => {
    const { page } = seen
    const choose = async (field: string, share: RegExp) => {
      await page.getByLabel(field, { exact: true }).click()
      await page.getByRole('option', { name: share }).click()
    }
    await choose('Validation', /^50/)
    await choose('Test', /^50/)
    await page.getByText(/leaves 0 of 8 classes for train/).waitFor()
    await page.getByRole('link', { name: 'Continue to training' }).click()
    await page
      .getByRole('alert')
      .getByText(/leaves 0 of 8 classes for train/)
      .waitFor()
    expect(await page.getByRole('button', { name: 'Start training' }).isDisabled()).toBe(true)
    await page.getByRole('link', { name: 'Data', exact: true }).click()
    await choose('Validation', /^automatic/)
    await choose('Test', /^automatic/)
  })

  it('answers a wrong setting at its field, with its range', async () => {
    const { page } = seen
    await page.getByRole('link', { name: 'Continue to training' }).click()
    await page.getByRole('radio', { name: /All pairs/ }).click()
    await soon(() => page.getByRole('button', { name: 'Start training' }).isDisabled()).toBe(false)
    await page.getByRole('button', { name: 'All settings' }).click()
    const field = page.locator('[data-field="optimiser.rate"]')
    await field.locator('input').fill('fast')
    await field.locator('input').press('Tab')
    await field
      .getByRole('alert')
      .getByText(/a number above 0/)
      .waitFor()
    expect(await page.getByRole('button', { name: 'Start training' }).isDisabled()).toBe(true)
    await field.locator('input').fill('0.003')
    await field.locator('input').press('Tab')
    await soon(() => page.getByRole('button', { name: 'Start training' }).isDisabled()).toBe(false)
  })

  it('keeps what was typed when the answer to an earlier change comes late', async () => {
    const { page } = seen
    const answers = await holdAnswers(page)
    await page.reload()
    const start = page.getByRole('button', { name: 'Start training' })
    await page.getByRole('button', { name: 'All settings' }).click()
    const rate = page.locator('[data-field="optimiser.rate"]')
    await rate.locator('input').fill('0.01')
    await rate.locator('input').press('Tab')
    await rate.getByRole('button', { name: /Reset: / }).waitFor()

    answers.hold()
    await page.getByRole('radio', { name: /All pairs/ }).click()
    await soon(() => answers.asked('plan/make')).toBe(true)
    await rate.locator('input').fill('fast')
    await rate.locator('input').press('Tab')
    answers.release()
    await rate.getByRole('alert').waitFor()
    expect(await rate.locator('input').inputValue()).toBe('fast')
    await rate.locator('input').fill('0.003')
    await rate.locator('input').press('Tab')
    await soon(() => start.isDisabled()).toBe(false)
  })

  it('finds the training again after a reload', async () => {
    const { page } = seen
    for (const [name, value] of [
      ['encoder.members', '1'],
      ['encoder.filters', '8, 8'],
      ['sampler.classes', '4'],
      ['checkpointEvery', '10'],
      // Otherwise it ends by itself within seconds: eight classes are soon told apart.
      ['validation.patience', ''],
    ] as const) {
      await setField(page, name, value)
    }
    const steps = page.getByRole('spinbutton', { name: /Train for/ })
    await steps.fill('100000')
    await steps.press('Tab')
    await page.getByRole('button', { name: 'Start training' }).click()
    await page.getByTestId('training-badge').waitFor()
    await page.getByRole('link', { name: 'Home' }).click()
    await page.reload()
    await page.getByTestId('training-badge').click()
    await page.getByRole('button', { name: 'Pause' }).waitFor()
    await page.getByRole('img', { name: /^Loss.*\d/ }).waitFor()
  })

  it('says so when the trainer is killed, and the run goes on', async () => {
    const { page } = seen
    const connection = connectTo(server)
    const [active] = await first(connection.client.training.watchActive({}))
    const runId = active?.runId ?? ''
    const { state } = await first(connection.client.training.watch({ runId }))
    expect(state.pid).not.toBeNull()
    process.kill(state.pid as number, 'SIGKILL')
    await page.getByText(/SIGKILL.*started again from the last checkpoint/).waitFor()
    await soon(async () => (await first(connection.client.training.watch({ runId }))).state.step).toBeGreaterThan(
      state.step,
    )
    connection.close()
  })

  it('says so when the server is gone, and comes back by itself', async () => {
    const { page } = seen
    const port = Number(new URL(server.url).port)
    await page.keyboard.press('Control+o')
    await openNowhere(page)
    await server.kill()
    await page.getByText('The connection to the program was lost.').first().waitFor()
    expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true)
    server = await serve(place, port)
    await soon(() => page.getByText('The connection to the program was lost.').count()).toBe(0)
    // It has to open the pictures again: those that are shown, not what could not be opened since.
    await page.getByRole('button', { name: /^All pictures of class00/ }).click()
    await page.getByRole('dialog').getByRole('img').first().waitFor()
    await page.keyboard.press('Escape')
    // The trainer ended with its server, and left a checkpoint: the run can go on.
    await page.getByRole('link', { name: 'Runs' }).click()
    await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor()
    await page
      .getByText(/interrupted|stopped/)
      .first()
      .waitFor()
  })

  it('says on the page of a run why it failed, also after a restart', async () => {
    const { page } = seen
    const [run = ''] = await readdir(place.runs)
    const end = {
      at: new Date().toISOString(),
      reason: 'failed',
      message: 'The disk is full.',
      next: 'Free some space.',
    }
    await writeFile(path.join(place.runs, run, 'state.json'), JSON.stringify(end))
    await page.evaluate(`location.hash = '#/train/${run}'`)
    const alert = page.getByRole('alert').filter({ hasText: end.message })
    await alert.getByText(end.next).waitFor()
    await page.getByRole('link', { name: 'Runs', exact: true }).click()
    await page.getByText('failed', { exact: true }).first().waitFor()
  })

  it('says what is wrong with a run that was edited by hand, and shows the others', async () => {
    const { page } = seen
    await mkdir(path.join(place.runs, 'edited'), { recursive: true })
    await writeFile(path.join(place.runs, 'edited', 'recipe.json'), '{"format":"oneshot-run"')
    await page.reload()
    await page.getByText('damaged').first().waitFor()
    await page
      .getByText(/all-pairs/)
      .first()
      .waitFor()
  })

  it('says which folder is gone, and what to do', async () => {
    const { page } = seen
    await rm(path.join(place.dir, 'letters'), { recursive: true })
    await page.getByRole('link', { name: 'Home' }).click()
    await page
      .getByRole('button', { name: /letters/ })
      .first()
      .click()
    await page
      .getByRole('alert')
      .getByText(/There is nothing at .*letters/)
      .first()
      .waitFor()
  })

  it('shows a locked page to who has no token', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(`${server.origin}/?token=wrong`)
    await page.getByText('This page needs the address from the terminal').waitFor()
    await context.close()
  })

  it('complained about lost connections only', async () => {
    await seen.done(/WebSocket connection|ERR_CONNECTION_REFUSED|Failed to load resource/)
  })
})

/** The first event of a stream, which is then left. */
async function first<T>(opening: Promise<AsyncIterable<T>>): Promise<T> {
  for await (const event of await opening) return event
  throw new Error('the stream ended without an event')
}
