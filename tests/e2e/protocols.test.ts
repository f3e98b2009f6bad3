/** Protocols handed from run to run, and pictures that were moved, in a real browser. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page, Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scanDataset } from '../../src/core/dataset/index.ts'
import { makeProtocol, saveProtocol } from '../../src/core/evaluation/index.ts'
import { environment, launch, makePlace, serve, soon, visit } from './app.ts'
import type { Place, Server, Visit } from './app.ts'
import { chromiumPath } from './find-chromium.ts'

const LETTERS = 'resources/samples/omniglot-background-small1.zip'
const EMOJI = 'resources/samples/emoji-objects.zip'

describe.skipIf(chromiumPath === undefined)('protocols and moved pictures, in Chromium', () => {
  let place: Place
  let server: Server
  let browser: Browser
  let seen: Visit
  let page: Page
  const at = (name: string) => path.join(place.dir, name)

  /** Trains a small network; `stopped` as Ctrl+C does it, once there is something to go on with. */
  async function train(name: string, steps: number, stopped = false): Promise<void> {
    const out = path.join(place.runs, name)
    const args = ['train', at('pictures/letters.zip'), '--recipe', 'all-pairs', '--steps', String(steps), '--out', out]
    const small = ['--set', 'encoder.filters=[8,8,8,8]', '--set', 'encoder.members=1', '--set', 'validation.every=10']
    const split = ['--validation', '0.2', '--test', '0.2']
    const child = spawn(process.execPath, ['bin/oneshot.cjs', ...args, ...small, ...split], {
      env: environment(place),
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const ended = once(child, 'exit')
    if (stopped) {
      while (!existsSync(path.join(out, 'checkpoints/best.safetensors')) && child.exitCode === null) await sleep(50)
      child.kill('SIGINT')
    }
    await ended
  }

  beforeAll(async () => {
    place = await makePlace()
    await mkdir(at('pictures'))
    await copyFile(LETTERS, at('pictures/letters.zip'))
    await train('first', 20)
    await train('second', 5000, true)
    server = await serve(place)
    browser = await launch()
    seen = await visit(browser, server, { acceptDownloads: true })
    ;({ page } = seen)
  }, 420_000)
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await place?.remove()
  })

  const go = (address: string) => page.evaluate(`window.location.hash = '${address}'`)
  const results = () => page.getByRole('region', { name: 'Results' })
  const text = async (of: ReturnType<typeof results>) => (await of.innerText()).replaceAll(/[\u00a0\u202f]/g, ' ')
  const evaluate = () => page.getByRole('button', { name: 'Evaluate', exact: true }).click()
  let saved = ''

  it('saves the trials of one run as a file', async () => {
    await go('/evaluate/first')
    await page.getByLabel('Way', { exact: true }).fill('5')
    await page.getByLabel('Trials', { exact: true }).last().fill('60')
    await page.getByRole('button', { name: 'Unlock' }).first().click()
    await evaluate()
    const download = page.waitForEvent('download', { timeout: 90_000 })
    await page.getByRole('button', { name: 'Save protocol' }).click({ timeout: 60_000 })
    saved = at('saved.protocol.json')
    await (await download).saveAs(saved)
    expect(JSON.parse(await readFile(saved, 'utf8'))).toMatchObject({ format: 'oneshot-protocol', way: 5, shot: 1 })
  })

  it('evaluates another run on the very same trials', async () => {
    await go('/evaluate/second')
    await page.getByRole('radio', { name: 'A saved protocol' }).click()
    await page.getByRole('button', { name: 'Choose a saved protocol' }).click()
    await page.getByRole('option', { name: /5-way 1-shot.*from first/s }).click()
    await page.getByText('5-way 1-shot, 60 trials').waitFor()
    await page.getByRole('button', { name: 'Unlock' }).first().click()
    await evaluate()
    const { hash } = JSON.parse(await readFile(saved, 'utf8')) as { hash: string }
    await soon(() => text(results()), 60_000).toContain(hash.slice(0, 8))
  })

  it('says beside the numbers what was checked', async () => {
    const checks = page.getByTestId('checks')
    await soon(() => checks.innerText(), 90_000).toContain('trials is the query one of its own supports')
    expect(await checks.innerText()).toMatch(/In none of \d+ trials/)
  })

  it('takes a protocol from a file, and refuses one of other pictures with both names', async () => {
    await page.locator('input[type=file]').setInputFiles(saved)
    await page.getByText('5-way 1-shot, 60 trials').waitFor()
    const other = await scanDataset(EMOJI, { cacheDir: at('cache') })
    const rules = { way: 5, shot: 1, trials: 20, seed: 1, withinGroup: false, acrossDrawer: false }
    const classes = other.classes.map((_, index) => index)
    await saveProtocol(at('emoji.json'), makeProtocol({ dataset: other, classes, ...rules }), other)
    await page.locator('input[type=file]').setInputFiles(at('emoji.json'))
    const alert = page.getByRole('alert')
    await alert.waitFor()
    expect(await alert.innerText()).toContain('was made for emoji-objects.zip, but the data set is letters.zip')
  })

  /** Answers the page's question with the folder's new place. */
  async function locate(file: string): Promise<void> {
    await page.getByRole('button', { name: 'Where are they now?' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill(path.dirname(file))
    await dialog.getByRole('textbox').press('Enter')
    await dialog.getByRole('button', { name: path.basename(file) }).click()
  }
  const moved = () => page.getByRole('alert').filter({ hasText: 'The pictures of this run are no longer at' })

  /** Counts the large pictures that the page asks for; `coming` are those not there yet, of any size. */
  function watchPictures(): { readonly coming: Set<Request>; large: number } {
    const watched = { coming: new Set<Request>(), large: 0 }
    page.on('request', (request) => {
      if (!request.url().includes('/picture/')) return
      watched.coming.add(request)
      if (request.url().endsWith('size=384')) watched.large++
    })
    page.on('requestfinished', (request) => watched.coming.delete(request))
    page.on('requestfailed', (request) => watched.coming.delete(request))
    return watched
  }

  it('asks where the pictures of a run are, takes no others, and goes on with what was refused', async () => {
    const pictures = watchPictures()
    await go('/trials/first')
    await page.getByRole('option').first().waitFor({ timeout: 60_000 })
    // The trial in view, and two that are fetched ahead. Whatever was asked for is here before the pictures move.
    await soon(() => pictures.large).toBeGreaterThanOrEqual(3)
    await soon(() => pictures.coming.size).toBe(0)
    await rename(at('pictures'), at('elsewhere'))
    await copyFile(EMOJI, at('others.zip'))
    // The next one is there already; this one is not, but its row is in view.
    await page.getByRole('option').nth(8).click()
    await moved().waitFor()
    await locate(at('others.zip'))
    await page.getByText('are not the ones this run was trained on').waitFor()
    await locate(at('elsewhere/letters.zip'))
    await soon(() => page.getByRole('alert').count()).toBe(0)
    await soon(() => page.getByRole('article').innerText()).toContain('Supports')
    const broken = () =>
      page.evaluate("[...document.querySelectorAll('article img')].filter((one) => !one.naturalWidth).length")
    await soon(broken).toBe(0)
  })

  it('asks on the other pages as well, for each run once', async () => {
    await go('/embeddings/second')
    await moved().waitFor()
    await go('/evaluate/second')
    await moved().waitFor()
    await go('/train/second')
    await page.getByRole('button', { name: 'Go on training' }).click()
    await moved().waitFor()
    await locate(at('elsewhere/letters.zip'))
    await page.getByRole('button', { name: 'Stop and keep best' }).waitFor({ timeout: 60_000 })
    await page.getByRole('button', { name: 'Stop and keep best' }).click()
    await page.getByRole('button', { name: 'Go on training' }).waitFor({ timeout: 60_000 })
    await go('/evaluate/second')
    await page.getByRole('radio', { name: 'A saved protocol' }).waitFor()
    expect(await moved().count()).toBe(0)
  })

  it('plans with the recipe of a run whose pictures were moved, once they are found', async () => {
    await rename(at('elsewhere'), at('shelf'))
    await go('/')
    await page.reload()
    await page.locator('h1').first().waitFor()
    await go('/runs')
    await page.getByRole('button', { name: 'What to do with first' }).click()
    await page.getByRole('menuitem', { name: 'Use this recipe' }).click()
    await moved().waitFor()
    await locate(at('others.zip'))
    await page.getByText('are not the ones this run was trained on').waitFor()
    await locate(at('shelf/letters.zip'))
    await soon(() => page.getByRole('button', { name: 'Start training' }).isEnabled(), 60_000).toBe(true)
    expect(await page.getByRole('alert').count()).toBe(0)
    expect(await page.getByRole('main').innerText()).toContain('letters.zip')
  })

  it('asks where other pictures are that an evaluation was made on', async () => {
    const choice = ['--data', at('others.zip'), '--way', '3', '--trials', '20', '--no-checks']
    const child = spawn(process.execPath, ['bin/oneshot.cjs', 'evaluate', path.join(place.runs, 'first'), ...choice], {
      env: environment(place),
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    await once(child, 'exit')
    const [id] = (await readdir(path.join(place.runs, 'first/evaluations'))).filter((name) => /^3-way/.test(name))
    await mkdir(at('own'))
    await rename(at('others.zip'), at('own/others.zip'))
    await go(`/trials/first/${id!.slice(0, -'.json'.length)}`)
    const gone = page.getByRole('alert').filter({ hasText: 'The pictures of this evaluation are no longer at' })
    await gone.waitFor()
    await locate(at('shelf/letters.zip'))
    await page.getByText('are not the ones of this evaluation').waitFor()
    await locate(at('own/others.zip'))
    await page.getByRole('option').first().waitFor({ timeout: 60_000 })
    await soon(() => page.getByRole('article').innerText()).toContain('Supports')
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  it('asked nobody but its own server, and complained about nothing', async () => {
    // Not even for the pictures that were moved away.
    await seen.done()
  })
})
