import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EvaluationResult } from '../../src/shared/evaluation.ts'
import type { AccuracyCurveFigure, CurveBaselines, VerificationFigure } from '../../src/shared/figures.ts'
import { rateDigits } from '../../src/shared/rate-text.ts'
import { environment, launch, makePlace, serve, soon, visit } from './app.ts'
import type { Place, Server, Visit } from './app.ts'
import { chromiumPath } from './find-chromium.ts'

const run = promisify(execFile)

/** What `evaluate --json` says with all figures. */
interface Told extends EvaluationResult {
  readonly curve: readonly (AccuracyCurveFigure & { readonly baselines: CurveBaselines })[]
  readonly verification: VerificationFigure
  readonly confusion: {
    readonly wrong: number
    readonly classes: readonly { readonly className: string }[]
    readonly cells: readonly { readonly truth: number; readonly chosen: number; readonly count: number }[]
  }
}

const digits = (share: number) => (share * 100).toFixed(1)

describe.skipIf(chromiumPath === undefined)('the figures of Evaluate beside those of the terminal, in Chromium', () => {
  let place: Place
  let server: Server
  let browser: Browser
  let seen: Visit
  let page: Page
  let told: Told

  beforeAll(async () => {
    place = await makePlace()
    const cli = async (...args: string[]) =>
      (await run(process.execPath, ['bin/oneshot.cjs', ...args], { env: environment(place), maxBuffer: 2 ** 26 }))
        .stdout
    const folder = path.join(place.runs, 'first')
    const small = ['--set', 'encoder.filters=[8,8,8,8]', '--set', 'encoder.members=1', '--validation', '0.2']
    const data = 'resources/samples/omniglot-background-small1.zip'
    await cli('train', data, '--recipe', 'all-pairs', '--steps', '20', '--test', '0.2', '--out', folder, ...small)
    const figures = ['--curve', '--verification', '--confusion', '--json']
    told = JSON.parse(await cli('evaluate', folder, '--trials', '1000', ...figures)) as Told
    server = await serve(place)
    browser = await launch()
    seen = await visit(browser, server)
    ;({ page } = seen)
  }, 420_000)
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await place?.remove()
  })

  const go = (tab: string) => page.evaluate(`window.location.hash = '/evaluate/first?show=${tab}'`)
  const curveOf = (shot: number) => told.curve.find((curve) => curve.shot === shot)!
  const slider = (name: string) => page.getByRole('slider', { name })
  const shownPoint = async () => (await page.getByTestId('curve-point').innerText()).replaceAll('\u00a0', ' ')

  /** What the page must say of a point of the terminal's curve. */
  function words(way: number, shot: number): RegExp {
    const { accuracy, interval } = curveOf(shot).points.find((point) => point.way === way)!
    const text = `${way}-way ${shot}-shot\\s+${digits(accuracy)} %\\s*\\[${digits(interval[0])}, ${digits(interval[1])}\\]`
    return new RegExp(text)
  }

  it('keeps the test classes locked until they are asked for', async () => {
    await go('ways')
    await page.getByText('Validation classes (').click()
    await page.getByTestId('curve-point').waitFor({ timeout: 60_000 })
    await page.getByText('Test classes (').click()
    await page.getByRole('heading', { name: 'The test classes are locked' }).waitFor()
    expect(await page.getByTestId('curve-point').count()).toBe(0)
    const unlock = page.getByRole('button', { name: 'Look at the test classes' }).first()
    await unlock.click()
    await page.getByTestId('curve-point').waitFor({ timeout: 60_000 })
    // The terminal's three looks, and this one.
    await soon(() => page.getByRole('main').innerText()).toMatch(/Used 4 times as a test/)
  })

  it('has the same accuracy at every stop of the sliders', async () => {
    await soon(shownPoint).toMatch(words(20, 1))
    await slider('Ways (N)').press('Home')
    await soon(shownPoint).toMatch(words(2, 1))
    await slider('Shots (k)').press('ArrowRight')
    await soon(shownPoint).toMatch(words(2, 2))
    await slider('Ways (N)').press('End')
    await soon(shownPoint).toMatch(words(curveOf(2).way, 2))
    const before = await shownPoint()
    await page.getByRole('button', { name: 'Draw new trials' }).click()
    await soon(shownPoint).toMatch(/seed 2/)
    expect(await shownPoint()).not.toBe(before)
  })

  it('has what must be beaten beside the curve, on the same trials', async () => {
    await page.getByRole('spinbutton', { name: 'Seed', exact: true }).fill(String(curveOf(2).seed))
    await page.getByRole('spinbutton', { name: 'Seed', exact: true }).press('Enter')
    await soon(shownPoint).toMatch(words(curveOf(2).way, 2))
    await page.getByText('Baselines on the same trials').click()
    const beside = async () => (await page.getByTestId('curve-baselines').innerText()).replaceAll('\u00a0', ' ')
    const { baselines, way } = curveOf(2)
    const accuracyOf = (name: keyof CurveBaselines) =>
      digits(baselines[name]!.find((point) => point.way === way)!.accuracy)
    await page.getByTestId('curve-baselines').waitFor({ timeout: 60_000 })
    const [untrained, hausdorff, pixels] = (['untrained', 'hausdorff', 'pixels'] as const).map(accuracyOf)
    expect((await beside()).replaceAll(/\s+/g, ' ')).toMatch(
      new RegExp(
        `untrained ${untrained} %.*Modified Hausdorff distance ${hausdorff} %.*Pixel nearest neighbour ${pixels} %`,
      ),
    )
    // The chart of shots gets them as well, one number of shots after the other.
    const shots = page.getByRole('img', { name: /^Accuracy against shots/ })
    await soon(() => shots.getAttribute('aria-label')).toMatch(/Modified Hausdorff distance/)
  })

  it('has the same rates and counts of pairs', async () => {
    await go('verification')
    const summary = page.getByTestId('verification')
    await summary.waitFor({ timeout: 60_000 })
    const text = (await page.getByRole('region', { name: 'Results' }).innerText()).replaceAll(/[\u00a0\u202f]/g, ' ')
    const { auc, equalErrorRate, genuine, impostor, points, lowestFalseAccept } = told.verification
    expect(told.verification.thresholdsFrom).toBe('validation')
    expect(text).toContain(`${rateDigits(equalErrorRate)} %`)
    expect(text).toContain(auc.toFixed(4))
    expect(text).toContain('Thresholds were chosen on the validation classes')
    expect(text).toContain(`is ${rateDigits(lowestFalseAccept)} %`)
    const table = (await page.getByTestId('operating-points').innerText()).replaceAll(/[\u00a0\u202f]/g, ' ')
    const spaced = (value: number) => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ' ')
    for (const { falseAccept, trueAccept } of points) {
      expect(table).toContain(`${rateDigits(falseAccept)} %`)
      expect(table).toContain(`${rateDigits(1 - trueAccept)} %`)
      expect(table).toContain(`${rateDigits(trueAccept)} %`)
      expect(table).toContain(`${spaced(falseAccept * impostor)} of ${spaced(impostor)}`)
      expect(table).toContain(`${spaced(trueAccept * genuine)} of ${spaced(genuine)}`)
    }
    await page.getByRole('img', { name: /^DET/ }).waitFor()
  })

  it('leads from the most frequent confusion to its trials', async () => {
    await go('confusion')
    await page.getByTestId('confusions').waitFor({ timeout: 60_000 })
    const { classes, cells, wrong } = told.confusion
    expect((await page.getByTestId('confusion-facts').innerText()).replaceAll('\u202f', '')).toContain(
      `${wrong} of 1000`,
    )
    const first = cells[0]!
    const row = page.getByTestId('confusions').getByRole('link').first()
    expect(await row.innerText()).toContain(classes[first.truth]!.className)
    await row.click()
    await page.getByTestId('trial-filter').getByText(classes[first.truth]!.className).waitFor()
    await soon(() => page.getByRole('option').count()).toBe(first.count)
  })

  it('keeps the confusion and the trial in the address, over a reload and a step', async () => {
    const { classes, cells } = told.confusion
    const first = cells[0]!
    const filter = { truth: classes[first.truth]!.className, chosen: classes[first.chosen]!.className }
    const address = () => Object.fromEntries(new URLSearchParams(new URL(page.url()).hash.split('?')[1]))
    await soon(address).toMatchObject({ ...filter, trial: expect.stringMatching(/^\d+$/) as string })
    await page.keyboard.press('End')
    await soon(
      async () => (await page.getByRole('option', { selected: true }).getAttribute('aria-posinset')) ?? '',
    ).toBe(String(first.count))
    const shown = async () => (await page.getByRole('option', { selected: true }).innerText()).replaceAll(/\s+/g, ' ')
    const before = { trial: await shown() }
    // The address follows a little later.
    await soon(address).toMatchObject({ ...filter, trial: /\d+/.exec(before.trial)?.[0] })
    await page.reload()
    await page.getByTestId('trial-filter').getByText(filter.truth).waitFor({ timeout: 60_000 })
    await soon(() => page.getByRole('option').count()).toBe(first.count)
    expect({ trial: await shown() }).toEqual(before)
    expect(address()).toMatchObject(filter)
    await page.getByRole('button', { name: 'Show the trials of all classes' }).click()
    await soon(() => page.getByRole('option').count()).toBeGreaterThan(first.count)
    await soon(() => Object.keys(address())).toEqual(['trial'])
  })

  it('goes through the confusions by keyboard', async () => {
    await go('confusion')
    const grid = page.getByRole('grid')
    await grid.waitFor({ timeout: 60_000 })
    const active = async () => {
      const id = (await grid.getAttribute('aria-activedescendant')) ?? ''
      return page.locator(`[id="${id}"]`).innerText()
    }
    await grid.focus()
    const { classes, cells } = told.confusion
    const named = (cell: (typeof cells)[number]) =>
      `${classes[cell.truth]!.className} taken for ${classes[cell.chosen]!.className}: ${cell.count} of`
    const inOrder = [...cells].sort((a, b) => a.truth - b.truth || a.chosen - b.chosen)
    await page.keyboard.press('Home')
    await soon(active).toContain(named(inOrder[0]!))
    await page.keyboard.press('ArrowRight')
    await soon(active).toContain(named(inOrder[1]!))
    await page.keyboard.press('Enter')
    await page.getByTestId('trial-filter').getByText(classes[inOrder[1]!.truth]!.className).waitFor()
    await soon(() => page.getByRole('option').count()).toBe(inOrder[1]!.count)
  })

  it('asked nobody but its own server, and complained about nothing', async () => {
    await seen.done()
  })
})
