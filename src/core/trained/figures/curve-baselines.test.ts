import { rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TinyData } from '../../../../tests/fixtures/tiny-run.ts'
import { tinyTrained } from '../../../../tests/fixtures/train-tiny.ts'
import { curveTrials, saveProtocol } from '../../evaluation/index.ts'
import { splitOf } from '../../runs/index.ts'
import type { Run } from '../../runs/index.ts'
import { evaluateRun, RunFigures } from '../index.ts'

let data: TinyData
let run: Run
beforeAll(async () => {
  ;({ data, run } = await tinyTrained(4))
}, 120_000)
afterAll(() => rm(data.dir, { recursive: true, force: true }))

it('are at the widest way those of an evaluation on the same trials, and heed their signal', async () => {
  const { cacheDir, dataset } = data
  const figures = await RunFigures.open(run.paths.dir, { cacheDir })
  const choice = { classes: 'validation', trials: 90, seed: 5, withinGroup: false, acrossDrawer: false } as const
  const curve = await figures.curve(choice)
  const { pixels, hausdorff = [], untrained } = await figures.curveBaselines(choice)
  for (const points of [pixels, hausdorff, untrained]) {
    expect(points.map(({ way, trials, chance }) => [way, trials, chance])).toEqual(
      curve.points.map(({ way, trials, chance }) => [way, trials, chance]),
    )
  }
  const classes = splitOf(run.record, dataset, run.paths.record).validation
  const [protocol] = curveTrials({ dataset, ...choice, classes, shot: 1, which: 'validation classes' })
  expect(protocol?.hash).toBe(curve.protocol.hash)
  const file = path.join(data.dir, 'curve.json')
  await saveProtocol(file, protocol!, dataset)
  const evaluated = await evaluateRun(run.paths.dir, { cacheDir, protocol: file, save: false })
  expect(pixels.at(-1)?.accuracy).toBeCloseTo(evaluated.baselines.pixels!.accuracy, 12)
  expect(hausdorff.at(-1)?.accuracy).toBeCloseTo(evaluated.baselines.hausdorff!.accuracy, 12)
  expect(untrained.at(-1)?.accuracy).toBeCloseTo(evaluated.baselines.untrained!.accuracy, 12)
  expect(curve.points.at(-1)?.accuracy).toBeCloseTo(evaluated.accuracy, 12)
  // Kept: a page that is opened later reads and measures nothing again.
  const doing = new Set<string>()
  const later = await RunFigures.open(run.paths.dir, { cacheDir })
  const again = await later.curveBaselines(choice, { onProgress: (what) => void doing.add(what) })
  expect(again).toEqual({ pixels, hausdorff, untrained })
  expect(doing.has('baselines')).toBe(false)
  const signal = AbortSignal.abort(new Error('enough'))
  await expect(figures.curveBaselines({ ...choice, shot: 2 }, { signal })).rejects.toThrow('enough')
})
