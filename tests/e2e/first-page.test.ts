import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, chromiumSandbox } from './find-chromium.ts'
import { servePage } from './served-page.ts'
import type { ServedPage } from './served-page.ts'

const VIEWS = [
  { colorScheme: 'light', width: 1280, height: 860 },
  { colorScheme: 'dark', width: 1280, height: 860 },
  { colorScheme: 'light', width: 480, height: 900 },
] as const

describe.skipIf(chromiumPath === undefined)('the first page, in Chromium', () => {
  let served: ServedPage
  let browser: Browser
  let screenshots = ''

  beforeAll(async () => {
    served = await servePage()
    browser = await chromium.launch({ executablePath: chromiumPath, chromiumSandbox })
    screenshots = await mkdtemp(path.join(tmpdir(), 'first-page-'))
  })

  afterAll(async () => {
    await browser?.close()
    expect(await served?.stop()).toBe(0)
  })

  it.each(VIEWS)('shows itself in $colorScheme at $width px', async ({ colorScheme, width, height }) => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height } })
    const page = await context.newPage()
    const requests: string[] = []
    const complaints: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))

    const response = await page.goto(served.url, { waitUntil: 'networkidle' })
    expect(response?.headers()['content-security-policy']).toContain("default-src 'none'")
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toMatch(/single example/)
    const commands = await page.locator('li code').allInnerTexts()
    expect(commands.map((command) => / -- (\w+)/.exec(command)?.[1])).toEqual(['scan', 'train', 'evaluate'])
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    expect(overflow).toBe(0)

    await page.screenshot({ path: path.join(screenshots, `${colorScheme}-${width}.png`), fullPage: true })
    if (process.env.KEEP_SCREENSHOTS) console.info(`screenshots: ${screenshots}`)
    await context.close()

    expect(requests.length).toBeGreaterThan(2)
    expect(requests.filter((url) => !url.startsWith(served.url))).toEqual([])
    expect(complaints).toEqual([])
  })
})
