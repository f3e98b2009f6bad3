import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launch, makePlace, serve, setField, soon, visit } from './app.ts'
import type { Place, Server, Visit } from './app.ts'
import { chromiumPath } from './find-chromium.ts'

async function stepShown(page: Page): Promise<number> {
  const text = await page.getByTestId('run-status').innerText()
  return Number(/Step\s+([\d\u202f]+)/.exec(text)?.[1]?.replaceAll('\u202f', '') ?? NaN)
}

/** A `.npy` file of little-endian float32 or uint8, as the exporter writes it. */
async function readNpy(file: string): Promise<{ shape: number[]; data: Float32Array | Uint8Array }> {
  const bytes = await readFile(file)
  const headerLength = bytes.readUInt16LE(8)
  const header = bytes.toString('latin1', 10, 10 + headerLength)
  const shape = (/'shape': \(([^)]*)\)/.exec(header)?.[1] ?? '')
    .split(',')
    .filter((part) => part.trim())
    .map(Number)
  const body = new Uint8Array(bytes.subarray(10 + headerLength))
  return { shape, data: header.includes("'<f4'") ? new Float32Array(body.buffer) : body }
}

describe.skipIf(chromiumPath === undefined)('from the first visit to an exported model, in Chromium', () => {
  let place: Place
  let server: Server
  let browser: Browser
  let seen: Visit
  let page: Page

  beforeAll(async () => {
    place = await makePlace()
    server = await serve(place)
    browser = await launch()
    seen = await visit(browser, server)
    ;({ page } = seen)
  })
  afterAll(async () => {
    await browser?.close()
    expect(await server?.stop()).toBe(0)
    await place?.remove()
  })

  it('opens a sample with one click, and says what it understood', async () => {
    await page.getByRole('button', { name: /Omniglot, 5 alphabets/ }).click()
    await page.getByRole('heading', { level: 1, name: 'omniglot-background-small1.zip' }).waitFor()
    const facts = await page.locator('dl').first().innerText()
    expect(facts.replaceAll('\u202f', '')).toMatch(/Classes\s+136[\s\S]*Pictures\s+2720[\s\S]*line drawings/)
    const thumbnail = page
      .getByRole('button', { name: /^All pictures of Balinese/ })
      .locator('img')
      .first()
    await soon(() =>
      thumbnail.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
    ).toBeGreaterThan(20)
    await soon(() => page.getByTestId('sample-pairs').locator('img').count()).toBeGreaterThanOrEqual(8)
  })

  it('trains: curves move, pause holds, resume goes on, stop keeps', async () => {
    await page.getByRole('link', { name: 'Continue to training' }).click()
    await page.getByRole('button', { name: 'All settings' }).click()
    await setField(page, 'validation.every', '10')
    await setField(page, 'encoder.members', '1')
    await setField(page, 'encoder.filters', '16, 16, 16, 16')
    await page.getByRole('button', { name: 'Start training' }).click()
    await soon(() => stepShown(page), 60_000).toBeGreaterThan(5)
    const chart = page.getByRole('img', { name: /^Loss/ })
    const before = await chart.getAttribute('aria-label')
    await soon(() => chart.getAttribute('aria-label')).not.toBe(before)
    await soon(() => page.getByTestId('live-pairs').locator('img').count()).toBeGreaterThanOrEqual(8)
    await page.getByRole('img', { name: /^One-shot accuracy.*1-shot \d/ }).waitFor()

    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByTestId('run-status').getByText('Paused').waitFor()
    const held = await stepShown(page)
    await page.waitForTimeout(1000)
    expect(await stepShown(page)).toBe(held)
    expect(await page.getByTestId('training-badge').innerText()).toMatch(/Paused/)
    await page.getByRole('button', { name: 'Resume' }).click()
    await soon(() => stepShown(page)).toBeGreaterThan(held)

    await page.getByRole('button', { name: 'Stop and keep best' }).click()
    await page.getByText('Stopped; everything is kept').waitFor()
    await soon(() => page.getByTestId('training-badge').count()).toBe(0)
    const [run = ''] = await readdir(place.runs)
    expect(await readdir(path.join(place.runs, run, 'checkpoints'))).toEqual(
      expect.arrayContaining(['best.safetensors', 'last.safetensors']),
    )
  })

  it('evaluates classes never trained on, with interval, chance and baselines', async () => {
    await page.getByRole('main').getByRole('button', { name: 'Evaluate' }).click()
    // Test classes stay locked until asked for.
    await page.getByRole('button', { name: /Unlock the test classes/ }).click()
    await page.getByRole('main').getByRole('button', { name: 'Evaluate', exact: true }).click()
    const result = page.getByRole('article').first()
    await result.waitFor({ timeout: 90_000 })
    const text = await result.innerText()
    expect(text).toMatch(/\d+\.\d\s%\s*\[\d+\.\d, \d+\.\d\]/)
    expect(text).toMatch(/Pixel nearest neighbour/)
    expect(text).toMatch(/chance \d/)
    await soon(() => page.getByRole('main').innerText()).toMatch(/test classes, used once/)
  })

  it('steps through the wrong trials by keyboard', async () => {
    await page.getByRole('main').getByRole('link', { name: /wrong/ }).first().click()
    const position = () => page.getByRole('option', { selected: true }).getAttribute('aria-posinset')
    const supports = page.getByTestId('supports').getByRole('listitem')
    await supports.nth(1).waitFor()
    expect(await page.getByTestId('verdict').innerText()).toMatch(/Wrong|Tie/)
    expect(await position()).toBe('1')
    await page.keyboard.press('ArrowRight')
    await soon(position).toBe('2')
    await page.keyboard.press('ArrowLeft')
    await soon(position).toBe('1')
    await page.keyboard.press('End')
    await soon(position).not.toBe('1')
    await page.keyboard.press('Home')
    await soon(position).toBe('1')
    const distances = (await supports.allInnerTexts()).map((text) => Number(/\d\.\d+/.exec(text)?.[0]))
    expect(distances.length).toBeGreaterThan(1)
    expect(distances).toEqual([...distances].sort((a, b) => a - b))
    await page.keyboard.press('r')
    await page
      .getByText(/draw 1 of other supports/)
      .first()
      .waitFor()
    await page.keyboard.press('0')
    await page
      .getByTestId('luck')
      .getByText(/Right in [\d.]+ of 20/)
      .waitFor()
    await page.keyboard.press('Space')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await soon(() => page.getByRole('dialog').count()).toBe(0)
  })

  it('exports a model that gives the same codes in ONNX Runtime', async () => {
    await page.getByRole('link', { name: 'Export' }).click()
    await page.getByRole('main').getByRole('button', { name: 'Export', exact: true }).click()
    await page.getByTestId('exported').waitFor({ timeout: 60_000 })
    expect(await page.getByTestId('exported').innerText()).toMatch(/same codes to \d\.\de-\d+/)
    const [run = ''] = await readdir(place.runs)
    const folder = path.join(place.runs, run, 'exports/onnx')
    const session = await InferenceSession.create(path.join(folder, 'model.onnx'))
    const input = await readNpy(path.join(folder, 'golden/inputs.npy'))
    const expected = await readNpy(path.join(folder, 'golden/outputs.npy'))
    const [name = ''] = session.inputNames
    const outputs = await session.run({ [name]: new Tensor('float32', input.data as Float32Array, input.shape) })
    const codes = outputs[session.outputNames[0] ?? '']?.data as Float32Array
    expect(codes.length).toBe(expected.data.length)
    const largest = Math.max(...Array.from(expected.data, (value, i) => Math.abs(value - codes[i]!)))
    expect(largest).toBeLessThan(1e-4)
    await session.release()
  })

  it('asked nobody but its own server, and complained about nothing', async () => {
    await seen.done()
  })
})
