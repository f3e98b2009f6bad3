/**
 * Takes the README's screenshots: `npm run screenshots`. A real server, a real Chromium, the bundled sample and a training of
 * two minutes; nothing is staged.
 */
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium } from 'playwright-core'
import sharp from 'sharp'
import { chromiumPath, chromiumSandbox } from '../tests/e2e/find-chromium.ts'

const OUT = 'docs/screenshots'
const SIZE = { width: 1280, height: 860 }
const MINUTES = '2'
/** With it, the classes set apart for the test are of middling difficulty. */
const SEED = '5'

/** Leaves of every path on the page what lies within the folder. Runs in the page. */
const hideFolder = `(folder) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.data.includes(folder)) node.data = node.data.replaceAll(folder + '/', '')
  }
}`

const dir = await mkdtemp(path.join(tmpdir(), 'oneshot-screenshots-'))
const env = { ...process.env, ONESHOT_STATE: path.join(dir, 'state'), ONESHOT_CACHE: path.join(dir, 'cache') }
const args = ['bin/oneshot.cjs', 'serve', '--json', '--runs', path.join(dir, 'runs'), '--root', dir]
const server = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
const browser = await chromium.launch({ executablePath: chromiumPath, chromiumSandbox })

try {
  const url = await new Promise<string>((resolve, reject) => {
    server.stdout.once('data', (line: Buffer) => resolve((JSON.parse(line.toString()) as { url: string }).url))
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })
  await mkdir(OUT, { recursive: true })
  const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light', reducedMotion: 'reduce' })
  page.setDefaultTimeout(300_000)
  const main = page.getByRole('main')
  const shoot = async (name: string) => {
    await page.waitForTimeout(900)
    // Where these folders lie says nothing to a reader.
    for (const folder of [path.resolve('.'), dir]) await page.evaluate(`(${hideFolder})(${JSON.stringify(folder)})`)
    await page.mouse.move(0, 0)
    await sharp(await page.screenshot())
      .webp({ quality: 88 })
      .toFile(path.join(OUT, `${name}.webp`))
    console.log(`${OUT}/${name}.webp`)
  }

  await page.goto(url)
  await page.getByRole('button', { name: /Omniglot, 5 alphabets/ }).waitFor()
  await shoot('home')
  await page.getByRole('button', { name: /Omniglot, 5 alphabets/ }).click()
  await page.getByTestId('sample-pairs').locator('img').nth(7).waitFor()
  await page
    .getByText(/look alike|look-alike/i)
    .first()
    .waitFor()
  await page.getByText('Looking for pictures that look alike').waitFor({ state: 'hidden' })
  await page.waitForLoadState('networkidle')
  const seed = page.getByRole('spinbutton', { name: 'Seed' })
  await seed.fill(SEED)
  await seed.press('Tab')
  await page.getByTestId('sample-pairs').locator('img').nth(7).waitFor()
  await shoot('data')

  await page.getByRole('link', { name: 'Continue to training' }).click()
  await page.getByRole('combobox', { name: /Train for/ }).click()
  await page.getByRole('option', { name: 'minutes' }).click()
  const budget = page.getByRole('spinbutton', { name: /Train for/ })
  await budget.fill(MINUTES)
  await budget.press('Tab')
  await page.getByText(/steps, .* each/).waitFor()
  await page.getByRole('button', { name: 'Start training' }).click()
  await page.waitForTimeout(80_000)
  await shoot('training')
  await main.getByRole('button', { name: 'Evaluate' }).click()
  await page.getByRole('button', { name: /Unlock the test classes/ }).click()
  await main.getByRole('button', { name: 'Evaluate', exact: true }).click()
  await page.getByRole('article').first().waitFor()
  await shoot('evaluate')
  const tab = (name: string) => main.getByRole('link', { name, exact: true }).click()
  await tab('Verification')
  await page.getByTestId('verification').waitFor()
  await shoot('verification')
  await tab('Trials')
  await main.getByRole('link', { name: /wrong/ }).first().click()
  await page
    .getByTestId('luck')
    .getByText(/Right in/)
    .waitFor()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page
    .getByTestId('luck')
    .getByText(/Right in/)
    .waitFor()
  await shoot('trials')
  await page.getByRole('link', { name: 'Embeddings', exact: true }).click()
  await page.getByRole('button', { name: 'Make the map' }).click()
  await page.getByRole('application').waitFor()
  await shoot('embeddings')
  await page.getByRole('link', { name: 'Runs', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor()
  await shoot('runs')
} finally {
  await browser.close()
  server.kill('SIGINT')
  await new Promise((resolve) => server.once('exit', resolve))
  await rm(dir, { recursive: true, force: true })
}
