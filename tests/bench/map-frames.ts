/**
 * Milliseconds between frames while a map of 10,000 pictures is dragged and zoomed in Chromium, with WebGL and without.
 *
 *     npm run build && npx tsx tests/bench/map-frames.ts [CLASSES]
 *
 * 20 drawings a class; a network of a few steps embeds them. Beside the frames, what of each is the page's own work (the rest
 * is the browser's). Without a graphics card the page draws on a plain canvas, since Chromium's WebGL in software is slower;
 * the bench makes it take that too.
 */
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'
import type { Page } from 'playwright-core'
import { environment, makePlace, serve } from '../e2e/app.ts'
import { chromiumPath, chromiumSandbox } from '../e2e/find-chromium.ts'
import { writeDrawings } from '../fixtures/pictures.ts'

const CLASSES = Number(process.argv[2] ?? 500)
const run = promisify(execFile)

/** Times what the page does before each frame; and it takes WebGL in software for a card's. */
const WATCH = `(() => {
  const ask = window.requestAnimationFrame.bind(window)
  window.ask_ = ask
  window.works_ = []
  window.requestAnimationFrame = (act) => ask((now) => {
    const start = performance.now()
    act(now)
    window.works_.push(performance.now() - start)
  })
  const { getParameter } = WebGL2RenderingContext.prototype
  WebGL2RenderingContext.prototype.getParameter = function (name) {
    const told = getParameter.call(this, name)
    return /swiftshader/i.test(String(told)) ? 'a card' : told
  }
})()`

interface Frames {
  readonly frames: readonly number[]
  readonly works: readonly number[]
}

/** Sorted times between frames, and what the page did in each, while `act` goes on. */
async function framesWhile(page: Page, act: () => Promise<void>): Promise<Frames> {
  await page.evaluate(`(() => {
    window.frames_ = []
    let last = performance.now()
    const step = (now) => { window.frames_.push(now - last); last = now; window.framing_ = window.ask_(step) }
    window.works_ = []
    window.framing_ = window.ask_(step)
  })()`)
  await act()
  const times = (await page.evaluate('cancelAnimationFrame(window.framing_), window.frames_')) as number[]
  const works = (await page.evaluate('window.works_')) as number[]
  const sorted = (values: number[]) => values.sort((a, b) => a - b)
  return { frames: sorted(times.slice(1)), works: sorted(works) }
}

function report(name: string, { frames, works }: Frames): void {
  const at = (times: readonly number[], share: number) =>
    (times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0).toFixed(1).padStart(6)
  const told = (times: readonly number[]) => `median ${at(times, 0.5)} ms, 95 % below ${at(times, 0.95)} ms`
  console.log(`${name.padEnd(26)} ${frames.length} frames, ${told(frames)}; the page's part ${told(works)}`)
}

async function measure(url: string, kind: string, args: string[]): Promise<void> {
  const browser = await chromium.launch({ executablePath: chromiumPath, chromiumSandbox, args })
  try {
    const page = await (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage()
    await page.addInitScript(WATCH)
    await page.goto(url)
    await page.getByRole('link', { name: 'Embeddings' }).click()
    const map = page.getByRole('application')
    await map.waitFor({ timeout: 600_000 })
    await page.waitForTimeout(2000)
    const { x, y, width, height } = (await map.boundingBox())!
    const [cx, cy] = [x + width / 2, y + height / 2]
    report(`${kind}, still`, await framesWhile(page, () => page.waitForTimeout(2000)))
    await page.mouse.move(cx, cy)
    await page.mouse.down()
    const drag = async () => {
      for (let i = 0; i < 150; i++) await page.mouse.move(cx + 200 * Math.sin(i / 10), cy + 120 * Math.cos(i / 7))
    }
    report(`${kind}, dragged`, await framesWhile(page, drag))
    await page.mouse.up()
    const zoom = async () => {
      for (let i = 0; i < 60; i++) {
        await page.mouse.wheel(0, i < 30 ? -60 : 60)
        await page.waitForTimeout(16)
      }
    }
    report(`${kind}, zoomed in and out`, await framesWhile(page, zoom))
  } finally {
    await browser.close()
  }
}

const place = await makePlace()
const data = path.join(place.dir, 'data')
await writeDrawings(data, CLASSES, 20)
const cli = (...args: string[]) => run(process.execPath, ['bin/oneshot.cjs', ...args], { env: environment(place) })
const small = ['--set', 'encoder.filters=[8,8,8,8]', '--set', 'encoder.members=1']
const folder = path.join(place.runs, 'first')
await cli('train', data, '--recipe', 'all-pairs', '--steps', '3', '--test', '0', '--out', folder, ...small)
const started = performance.now()
console.log((await cli('map', folder, '--out', path.join(place.dir, 'map.csv'))).stdout.split('\n')[0])
console.log(`codes and map: ${((performance.now() - started) / 1000).toFixed(1)} s`)
const server = await serve(place)
try {
  await measure(server.url, 'WebGL', ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'])
  await measure(server.url, 'canvas', ['--disable-3d-apis'])
} finally {
  await server.stop()
  await place.remove()
}
