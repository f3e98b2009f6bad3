import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { _electron } from 'playwright-core'
import { describe, expect, it } from 'vitest'

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

describe.skipIf(executablePath === undefined)('the window (needs the Electron binary and a built app)', () => {
  it('opens on the first page, locked down', async () => {
    const app = await _electron.launch({ executablePath, args: [path.resolve('.')] })
    try {
      const page = await app.firstWindow()
      expect(page.url()).toBe('app://studio/index.html')
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toMatch(/single example/)
      expect(await page.evaluate('typeof require')).toBe('undefined')
      expect(await page.evaluate('Object.keys(window.studio)')).toEqual(['platform'])
      expect(await page.evaluate("window.open('https://example.com')")).toBeNull()
      expect(await page.evaluate('Notification.requestPermission()')).toBe('denied')
      expect(await page.evaluate("fetch('../../package.json').then((answer) => answer.status)")).toBe(404)
    } finally {
      await app.close()
    }
  })
})
