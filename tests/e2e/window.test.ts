import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { _electron } from 'playwright-core'
import type { ElectronApplication, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureBuilt } from '../../src/server/built-page.ts'

/** Electron's npm package comes without its binary; it names the file once it has been downloaded. */
function electronBinary(): string | undefined {
  const folder = path.resolve('node_modules/electron')
  const note = path.join(folder, 'path.txt')
  if (!existsSync(note)) return undefined
  const binary = path.join(
    process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(folder, 'dist'),
    readFileSync(note, 'utf8'),
  )
  return existsSync(binary) ? binary : undefined
}

const executablePath = electronBinary()

describe.skipIf(executablePath === undefined)('the window (needs the Electron binary)', () => {
  let app: ElectronApplication
  let page: Page
  let home = ''

  beforeAll(async () => {
    await ensureBuilt(() => undefined)
    home = await mkdtemp(path.join(tmpdir(), 'oneshot-window-'))
    app = await _electron.launch({
      executablePath,
      args: [path.resolve('.'), `--user-data-dir=${path.join(home, 'state')}`, '--lang=en'],
      env: { ...process.env, ONESHOT_CACHE: path.join(home, 'cache') } as Record<string, string>,
    })
    page = await app.firstWindow()
  })

  afterAll(async () => {
    await app?.close()
    await rm(home, { recursive: true, force: true })
  })

  it('opens on the first page, locked down', async () => {
    expect(page.url()).toMatch(/^app:\/\/studio\/index\.html/)
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await page.evaluate('typeof require')).toBe('undefined')
    expect(await page.evaluate('typeof process')).toBe('undefined')
    const verbs = await page.evaluate<string[]>('Object.keys(window.studio).sort()')
    expect(verbs).toEqual(['onCommand', 'pathOf', 'platform', 'requestPort'])
    expect(await page.evaluate("window.open('https://example.com')")).toBeNull()
    expect(await page.evaluate('Notification.requestPermission()')).toBe('denied')
    expect(await page.evaluate("fetch('../../package.json').then((answer) => answer.status)")).toBe(404)
    const reached = "fetch('https://example.com').then(() => 'reached', () => 'refused')"
    expect(await page.evaluate(reached)).toBe('refused')
    await page.evaluate("location.href = 'https://example.com'")
    expect(page.url()).toMatch(/^app:\/\/studio\//)
  })

  it('leads from a sample to its data, over the port', async () => {
    await page.getByRole('button', { name: 'Use this sample' }).first().click()
    await page.waitForURL(/#\/data/)
    const picture = page.locator('img[src*="/picture/"]').first()
    await picture.waitFor()
    expect(await picture.evaluate((image: { naturalWidth: number }) => image.naturalWidth)).toBeGreaterThan(0)
  })

  it('finds its way back to the host after a reload', async () => {
    await page.reload()
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  it('goes where the menu says', async () => {
    await app.evaluate(({ Menu }) => {
      const view = Menu.getApplicationMenu()?.items.find(({ label }) => label === '&View')
      view?.submenu?.items.find(({ label }) => label === 'Runs')?.click()
    })
    await page.waitForURL(/#\/runs/)
  })
})
