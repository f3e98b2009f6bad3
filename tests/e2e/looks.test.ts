import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectTo, environment, launch, makePlace, serve, soon, visit } from './app.ts'
import type { Place, Server, Visit } from './app.ts'
import { chromiumPath } from './find-chromium.ts'

const run = promisify(execFile)
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const misfits = await readFile(path.join(import.meta.dirname, 'misfits.js'), 'utf8')

const PAGES = [
  'home',
  'data',
  'train',
  'evaluate',
  'evaluate?show=ways',
  'evaluate?show=verification',
  'evaluate?show=confusion',
  'trials',
  'embeddings',
  'export',
  'runs',
] as const
const SIZES = [
  { width: 1024, height: 700 },
  { width: 1920, height: 1080 },
]
const LOOKS = [
  { language: 'en', theme: 'light' },
  { language: 'zh-CN', theme: 'dark' },
  { language: 'en', theme: 'dark' },
  { language: 'zh-CN', theme: 'light' },
] as const

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

describe.skipIf(chromiumPath === undefined)('how every page looks, in Chromium', () => {
  let place: Place
  let server: Server
  let browser: Browser
  let seen: Visit

  beforeAll(async () => {
    place = await makePlace()
    const data = 'resources/samples/omniglot-background-small1.zip'
    const cli = (...args: string[]) => run(process.execPath, ['bin/oneshot.cjs', ...args], { env: environment(place) })
    const folder = path.join(place.runs, 'first')
    const small = ['--set', 'encoder.filters=[8,8,8,8]', '--set', 'encoder.members=1', '--set', 'validation.every=10']
    await cli('train', data, '--recipe', 'all-pairs', '--steps', '40', '--out', folder, ...small)
    await cli('evaluate', folder, '--trials', '200')
    await cli('map', folder, '--out', path.join(place.dir, 'map.csv'))
    server = await serve(place)
    browser = await launch()
    seen = await visit(browser, server)
    await seen.page.getByRole('button', { name: /Omniglot, 5 alphabets/ }).click()
    await seen.page.getByRole('heading', { level: 1, name: 'omniglot-background-small1.zip' }).waitFor()
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await place?.remove()
  })

  async function go(page: Page, name: (typeof PAGES)[number]): Promise<void> {
    await page.evaluate(`window.location.hash = '${name === 'home' ? '/' : `/${name}`}'`)
    await page.locator('#page h1').first().waitFor()
    await page.waitForLoadState('networkidle')
    await page.waitForTimeout(700)
    // What is looked at is the page, not the waiting for it.
    await soon(() => page.locator('main [role=status] [role=progressbar]').count(), 60_000).toBe(0)
  }

  it.each(LOOKS)('fits in $language, $theme, on small and large screens', async ({ language, theme }) => {
    const { page } = seen
    const connection = connectTo(server)
    await connection.client.app.changeSettings({ language, theme })
    connection.close()
    await page.reload()
    await page.locator('h1').first().waitFor()
    for (const size of SIZES) {
      await page.setViewportSize(size)
      for (const name of PAGES) {
        await go(page, name)
        if (process.env['SCREENSHOTS']) {
          const file = `${name.replace('?show=', '-')}-${language}-${theme}-${size.width}.png`
          await page.screenshot({ path: path.join(process.env['SCREENSHOTS'], file) })
        }
        expect([name, size.width, await page.evaluate(misfits)]).toEqual([name, size.width, []])
      }
    }
    expect(await page.evaluate('document.documentElement.lang')).toBe(language)
  })

  it.each(['light', 'dark'] as const)('gives axe nothing to complain about, %s', async (theme) => {
    const { page } = seen
    const connection = connectTo(server)
    await connection.client.app.changeSettings({ language: 'en', theme })
    connection.close()
    await page.reload()
    await page.locator('h1').first().waitFor()
    await page.setViewportSize({ width: 1280, height: 860 })
    for (const name of PAGES) {
      await go(page, name)
      // The page's policy allows no script of ours; the test's own tool goes past it.
      await page.evaluate(axe)
      const { violations } = (await page.evaluate('axe.run()')) as { violations: Violation[] }
      const told = violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 140)).join(' | ')}`,
      )
      expect([name, told]).toEqual([name, []])
    }
  })

  it('asked nobody but its own server, and complained about nothing', async () => {
    await seen.done()
  })
})
