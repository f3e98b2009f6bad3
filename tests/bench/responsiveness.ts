/**
 * The page while training runs at full speed: how long a click waits for the next paint, how often the charts are drawn, and
 * what an open page costs the training. Real server, real Chromium, the bundled sample and the recipe it is given; the page is
 * open and closed in turn during one training, and each look is compared with the times before and after it, so that both see
 * the same machine.
 *
 *   npm run build && node --import tsx tests/bench/responsiveness.ts [ROUNDS] [SECONDS]
 */
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { median } from '../../src/shared/statistics.ts'
import { launch, makePlace, serve } from '../e2e/app.ts'

/** Clock ticks of /proc a second. */
const TICKS = 100

/** CPU seconds so far of a process, and with `tree` of all it started. */
function cpuOf(pid: number, tree: boolean): Map<number, number> {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const own = new Map([[pid, (Number(stat[11]) + Number(stat[12])) / TICKS]])
  const children = tree ? readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ') : []
  for (const child of children.filter(Boolean)) for (const [id, used] of cpuOf(Number(child), true)) own.set(id, used)
  return own
}

/** What those that are still there used since. */
function since(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number {
  return [...after].reduce((sum, [id, used]) => sum + used - (before.get(id) ?? 0), 0)
}

const [rounds = 4, seconds = 20] = process.argv.slice(2).map(Number)
const place = await makePlace()
const server = await serve(place)
const browser = await launch()
/** Server and browser, which is a child of this process; not what trains. */
function looking(): Map<number, number> {
  const seen = cpuOf(process.pid, true)
  const trains = [...cpuOf(server.process.pid ?? 0, true).keys()].filter((id) => id !== server.process.pid)
  for (const id of [process.pid, ...trains]) seen.delete(id)
  return seen
}

/** Counts what is drawn on charts at one time, a whole or the new end of a line, and how long each interaction waited. */
const probe = `
  globalThis.drawn = 0
  globalThis.waits = new Map()
  const last = new Map()
  const stroke = CanvasRenderingContext2D.prototype.stroke
  CanvasRenderingContext2D.prototype.stroke = function (...path) {
    const now = performance.now()
    if (now - (last.get(this) ?? -Infinity) > 30) globalThis.drawn++
    last.set(this, now)
    return stroke.apply(this, path)
  }
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) {
      if (interactionId) waits.set(interactionId, Math.max(duration, waits.get(interactionId) ?? 0))
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true })
`

async function open(runId: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } })
  await page.addInitScript(probe)
  await page.goto(server.url)
  // Before its first page is there, the router does not hear of other addresses.
  await page.locator('h1').first().waitFor()
  await page.evaluate(`window.location.hash = '/train/${runId}'`)
  await page.getByRole('img', { name: /^Loss/ }).waitFor()
  return page
}

/** Clicks through the app as a person would who does not wait. */
async function clickAround(page: Page): Promise<number> {
  let clicks = 0
  for (const name of ['Data', 'Evaluate', 'Runs', 'Export', 'Home']) {
    await page.getByRole('link', { name, exact: true }).click()
    await page.waitForTimeout(250)
    await page.goBack()
    await page.waitForTimeout(250)
    clicks++
  }
  return clicks
}

try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } })
  await page.goto(server.url)
  await page.getByRole('button', { name: /Omniglot, 5 alphabets/ }).click()
  await page.getByRole('link', { name: 'Continue to training' }).click()
  await page.getByRole('spinbutton', { name: /^Train for/ }).fill('100000')
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: 'Start training' }).click()
  await page.getByRole('img', { name: /^Loss/ }).waitFor({ timeout: 60_000 })
  const runId = decodeURIComponent(new URL(page.url()).hash.split('/').at(-1) ?? '')
  await page.close()

  const stepTimes = async () => {
    const lines = (await readFile(path.join(place.runs, runId, 'metrics.jsonl'), 'utf8')).trim().split('\n')
    return lines.map((line) => JSON.parse(line) as { time: number; loss?: number }).filter((line) => 'loss' in line)
  }
  /** Milliseconds of each step made while `during` runs; steps beside a validation are left out by the median. */
  const timed = async (during: () => Promise<void>) => {
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const before = (await stepTimes()).length
    await during()
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const times = (await stepTimes()).slice(before)
    return times.slice(1).map(({ time }, i) => (time - times[i]!.time) * 1000)
  }

  const closed: number[] = []
  const watched: number[] = []
  const ratios: number[] = []
  const draws: number[] = []
  const waits: number[] = []
  const shares: number[] = []
  let clicks = 0
  await new Promise((resolve) => setTimeout(resolve, 5000))
  const unwatched = async () => {
    const start = looking()
    const steps = await timed(() => new Promise((resolve) => setTimeout(resolve, seconds * 1000)))
    closed.push(...steps)
    return { step: median(steps), cpu: since(start, looking()) }
  }
  let before = await unwatched()
  for (let round = 0; round < rounds; round++) {
    const seen = await open(runId)
    // What opening costs is over then.
    await seen.waitForTimeout(3000)
    const begin = (await seen.evaluate('drawn')) as number
    const cpuStart = looking()
    const withPage = await timed(() => seen.waitForTimeout(seconds * 1000))
    const cpuOpen = since(cpuStart, looking())
    draws.push((((await seen.evaluate('drawn')) as number) - begin) / (seconds + 3))
    clicks += await clickAround(seen)
    waits.push(...((await seen.evaluate('[...waits.values()]')) as number[]))
    await seen.close()
    watched.push(...withPage)
    const after = await unwatched()
    const step = (before.step + after.step) / 2
    ratios.push(median(withPage) / step)
    shares.push((cpuOpen - (before.cpu + after.cpu) / 2) / ((seconds + 3) * cpus().length))
    before = after
    console.log(
      `round ${round + 1}: step ${step.toFixed(0)} ms closed, ${median(withPage).toFixed(0)} ms open, ` +
        `ratio ${ratios.at(-1)?.toFixed(3)}, ${draws.at(-1)?.toFixed(1)} drawings a second`,
    )
  }
  const sorted = waits.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  console.log(`steps: ${closed.length} closed, ${watched.length} open; median ratio ${median(ratios).toFixed(3)}`)
  console.log(`share of all cores that page and host take while it is open: ${(median(shares) * 100).toFixed(1)} %`)
  console.log(`drawings of charts a second, all charts together: ${median(draws).toFixed(1)}`)
  console.log(
    `${clicks} clicks: ${sorted.length} waited more than 16 ms; median of those ${at(0.5)} ms, 95 % ${at(0.95)} ms, most ${at(1)} ms`,
  )
} finally {
  await browser.close()
  await server.stop()
  await place.remove()
}
