import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { environment, makePlace, serve, soon, visit } from './app.ts'
import type { Place, Server, Visit } from './app.ts'
import { chromiumPath, chromiumSandbox } from './find-chromium.ts'

const run = promisify(execFile)

/** Without a graphics card, Chromium draws WebGL by itself where it is told to. */
const WITH_WEBGL = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader']
const WITHOUT_WEBGL = ['--disable-3d-apis']

/** The page leaves WebGL in software alone; here it takes it for a card's. */
const TAKE_SOFTWARE = `(() => {
  const { getParameter } = WebGL2RenderingContext.prototype
  WebGL2RenderingContext.prototype.getParameter = function (name) {
    const told = getParameter.call(this, name)
    return /swiftshader/i.test(String(told)) ? 'a card' : told
  }
})()`

/** Draws a line around all of the map but its edge. */
async function lasso(page: Page): Promise<void> {
  const { x, y, width, height } = (await page.getByRole('application').boundingBox())!
  const corners = [
    [0.02, 0.02],
    [0.98, 0.02],
    [0.98, 0.98],
    [0.02, 0.98],
  ] as const
  const at = ([right, down]: readonly [number, number]) => [x + right * width, y + down * height] as const
  await page.mouse.move(...at(corners[0]))
  await page.mouse.down()
  for (const corner of corners.slice(1)) await page.mouse.move(...at(corner), { steps: 8 })
  await page.mouse.up()
}

/** Different colours on the map: an empty one has a few. */
async function coloursOf(page: Page): Promise<number> {
  const picture = sharp(await page.getByRole('application').screenshot()).removeAlpha()
  const pixels = await picture.raw().toBuffer()
  const found = new Set<number>()
  for (let i = 0; i < pixels.length; i += 3) found.add(pixels.readUIntBE(i, 3))
  return found.size
}

describe.skipIf(chromiumPath === undefined)('the map of embeddings, in Chromium', { timeout: 200_000 }, () => {
  let place: Place
  let server: Server
  let browser: Browser
  let seen: Visit
  const launch = (args: string[]) => chromium.launch({ executablePath: chromiumPath, chromiumSandbox, args })

  beforeAll(async () => {
    place = await makePlace()
    const data = 'resources/samples/omniglot-background-small1.zip'
    const cli = (...args: string[]) => run(process.execPath, ['bin/oneshot.cjs', ...args], { env: environment(place) })
    const small = ['--set', 'encoder.filters=[8,8,8,8]', '--set', 'encoder.members=1', '--set', 'validation.every=10']
    await cli(
      'train',
      data,
      '--recipe',
      'all-pairs',
      '--steps',
      '20',
      '--out',
      path.join(place.runs, 'first'),
      ...small,
    )
    server = await serve(place)
    browser = await launch(WITH_WEBGL)
    seen = await visit(browser, server)
    await seen.page.addInitScript(TAKE_SOFTWARE)
    await seen.page.reload()
    await seen.page.getByRole('link', { name: 'Embeddings' }).click()
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await place?.remove()
  })

  const make = async (page: Page) => {
    await page.getByRole('button', { name: 'Make the map' }).click()
    await page.getByRole('application').waitFor({ timeout: 150_000 })
  }

  it('is made when asked for, of all but the test classes', async () => {
    const { page } = seen
    await make(page)
    await page.getByRole('application', { name: /^Map of 2\s?240 pictures in 112 classes by UMAP/ }).waitFor()
    expect(await page.locator('[data-layer]').getAttribute('data-layer')).toBe('webgl')
    await soon(() => coloursOf(page)).toBeGreaterThan(50)
  })

  it('gives the pictures inside a lasso as a grid, and the neighbours of a picture', async () => {
    const { page } = seen
    await page.getByRole('button', { name: 'Lasso' }).click()
    await lasso(page)
    await page.getByText(/^2\s?240 pictures of 112 classes$/).waitFor()
    await page.getByRole('button', { name: 'Lasso' }).click()
    const grid = page.getByRole('group', { name: 'Picked' })
    await grid.getByRole('button').first().click()
    await grid.getByRole('button').first().press('ArrowRight')
    await soon(() => grid.locator('[aria-current=true]').getAttribute('data-at')).toBe('1')
    await page.getByRole('button', { name: 'Neighbours' }).click()
    const list = page.getByRole('list', { name: 'Neighbours' })
    await soon(() => list.getByRole('listitem').count()).toBe(50)
    const told = await list.getByRole('listitem').allTextContents()
    const distances = told.map((text) => Number(/\d\.\d+$/.exec(text.trim())?.[0]))
    expect(distances).toEqual([...distances].sort((a, b) => a - b))
    const title = await list.getByRole('button').first().getAttribute('title')
    await list.getByRole('button').first().click()
    await page.getByText(path.basename(title!), { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Back' }).click()
    await soon(() => list.getByRole('button').first().getAttribute('title')).toBe(title)
  })

  it('goes from point to point by keys', async () => {
    const { page } = seen
    const map = page.getByRole('application')
    const aside = page.getByRole('complementary', { name: 'Neighbours' })
    const before = await aside.locator('img').first().getAttribute('src')
    await map.press('ArrowDown')
    await map.press('ArrowUp')
    await map.press('ArrowUp')
    await soon(() => aside.locator('img').first().getAttribute('src')).not.toBe(before)
    await map.press('Escape')
    await map.press('Space')
    await page.getByRole('button', { name: /^Picked\s?1$/ }).click()
    await page.getByText('1 pictures of 1 classes').waitFor()
  })

  it('shows PCA with the variance of its axes, coloured by group; both maps are kept', async () => {
    const { page } = seen
    await page.getByRole('button', { name: 'PCA' }).click()
    await make(page)
    await page.getByText(/^Component 1: \d+\.\d\s%/).waitFor()
    await page.getByRole('combobox', { name: 'Colour by' }).click()
    await page.getByRole('option', { name: 'group' }).click()
    await page.getByRole('button', { name: 'Legend' }).click()
    await page.getByRole('button', { name: /Greek/ }).click()
    await page.getByRole('button', { name: /^Picked\s?480$/ }).waitFor()
    await page.getByRole('button', { name: 'UMAP' }).click()
    await page.getByRole('application', { name: /by UMAP/ }).waitFor()
    await page.reload()
    await page.getByRole('application', { name: /by UMAP/ }).waitFor()
  })

  it('is saved as a table with every picture, and as a picture', async () => {
    const { page } = seen
    const save = async (name: string) => {
      await page.getByRole('button', { name: 'Save' }).click()
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name }).click()])
      return readFile(await file.path())
    }
    const lines = (await save('All places as CSV')).toString().trim().split('\n')
    expect(lines[0]).toBe('path,class,group,part,x,y')
    expect(lines).toHaveLength(2241)
    expect((await save('Map as PNG')).subarray(1, 4).toString()).toBe('PNG')
  })

  it('shows the test classes only when they are unlocked, and notes it', async () => {
    const { page } = seen
    await page.getByRole('button', { name: /^Classes:/ }).click()
    await page.getByRole('checkbox', { name: /^Test classes/ }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Unlock the test classes' }).click()
    await make(page)
    await page.getByRole('application', { name: /in 136 classes/ }).waitFor()
    await page.getByText('Test classes used once', { exact: true }).waitFor()
    const noted = (await readFile(path.join(place.runs, 'first', 'test-uses.jsonl'), 'utf8')).trim().split('\n')
    expect(noted.map((line) => (JSON.parse(line) as { name: string }).name)).toEqual(['map of embeddings'])
    await seen.done()
  })

  it.each([
    ['without WebGL', WITHOUT_WEBGL],
    ['where WebGL is there in software only', WITH_WEBGL],
  ])('is drawn %s too, and says so', async (_, args) => {
    const plain = await launch(args)
    try {
      const { page, done } = await visit(plain, server)
      await page.getByRole('link', { name: 'Embeddings' }).click()
      await page.getByText(/Drawn without a graphics card/).waitFor()
      await soon(() => coloursOf(page)).toBeGreaterThan(50)
      await page.getByRole('button', { name: 'Lasso' }).click()
      await lasso(page)
      await page.getByText(/^2\s?240 pictures of 112 classes$/).waitFor()
      await done()
    } finally {
      await plain.close()
    }
  })
})
