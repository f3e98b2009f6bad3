/**
 * Scrolling the Data page over 10,000 classes in a real Chromium: time from one frame to the next while the wheel turns, and
 * how many rows are in the document at once.
 *
 *   npm run build && node --import tsx tests/bench/scroll.ts [CLASSES]
 */
import path from 'node:path'
import { median } from '../../src/shared/statistics.ts'
import { launch, makePlace, serve } from '../e2e/app.ts'
import { writeClasses } from './many-classes.ts'

const [classes = 10_000] = process.argv.slice(2).map(Number)
const place = await makePlace()
writeClasses(path.join(place.dir, 'many'), classes, 2)
const server = await serve(place)
const browser = await launch()

const probe = `
  globalThis.frames = []
  let last = performance.now()
  const beat = (now) => {
    frames.push(now - last)
    last = now
    requestAnimationFrame(beat)
  }
  requestAnimationFrame(beat)
`

try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } })
  await page.goto(server.url)
  await page.getByRole('button', { name: 'Open a folder of pictures' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'many', exact: true }).click()
  await dialog.getByRole('button', { name: 'Open this folder' }).click()
  await page.getByRole('heading', { level: 1, name: 'many' }).waitFor({ timeout: 120_000 })
  await page.waitForTimeout(3000)
  const grid = page.getByTestId('class-grid')
  const box = await grid.boundingBox()
  if (!box) throw new Error('there is no grid')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  const measure = async (what: string, wheel: number) => {
    await page.evaluate('frames.length = 0')
    for (let turn = 0; turn < 100; turn++) {
      await page.mouse.wheel(0, wheel)
      await page.waitForTimeout(30)
    }
    const frames = ((await page.evaluate('frames')) as number[]).toSorted((a, b) => a - b)
    const at = (share: number) => (frames[Math.floor(share * (frames.length - 1))] ?? NaN).toFixed(0)
    console.log(
      `${what}: ${frames.length} frames, median ${median(frames).toFixed(1)} ms, 95 % ${at(0.95)}, most ${at(1)}`,
    )
  }
  await page.evaluate(probe)
  await measure('still', 0)
  await measure('slowly, 60 pixels a turn', 60)
  await measure('quickly, 1,200 pixels a turn', 1200)
  await page.waitForTimeout(1000)
  console.log(`pictures in the document: ${(await grid.locator('img').count()).toString()}`)
} finally {
  await browser.close()
  await server.stop()
  await place.remove()
}
