import { describe, expect, it } from 'vitest'
import { Rng } from '../../../shared/random.ts'
import { accuracyByWay, pointsOf } from '../accuracy-curve.ts'
import { hausdorffTrials } from './hausdorff.ts'
import { pixelTrials } from './pixels.ts'
import { makeProtocol } from '../protocols/protocol.ts'
import type { Raster } from './rasters.ts'
import { fakeAlphabets, range } from '../testing.ts'

const dataset = fakeAlphabets(1, 12, 6)

/** A few dots, so that ties are common; one picture of each class is empty. */
const rng = new Rng('rasters')
const drawings = dataset.pictures.map((_, picture): Raster => {
  const data = new Uint8Array(40 * 40).fill(255)
  for (let dot = 0; dot < picture % 6; dot++) data[rng.int(3) * 40 + rng.int(2)] = 0
  return { width: 40, height: 40, channels: 1, data }
})
const read = (picture: number) => drawings[picture]!

describe('trials that end where they are lost', () => {
  it.each([
    ['pixels', 1, pixelTrials],
    ['pixels', 3, pixelTrials],
    ['hausdorff', 1, hausdorffTrials],
    ['hausdorff', 3, hausdorffTrials],
  ])('have the accuracy of whole ones at every way: %s, %i-shot', async (_, shot, run) => {
    const rules = { classes: range(12), way: 9, shot, trials: 250, seed: 3, withinGroup: false, acrossDrawer: false }
    const protocol = makeProtocol({ dataset, ...rules })
    const whole = await run(protocol, read)
    const ended = await run(protocol, read, { untilLost: true })
    const ways = range(8).map((i) => i + 2)
    expect(pointsOf([protocol], [ended])).toEqual(accuracyByWay(protocol, whole, ways))
    // And they were spared something.
    const known = (results: typeof whole) =>
      results.flatMap(({ distances }) => distances.filter(Number.isFinite)).length
    expect(known(ended)).toBeLessThan(known(whole) / 2)
  })
})
