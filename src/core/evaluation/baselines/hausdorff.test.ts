import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hausdorffTrials, modifiedHausdorff } from './hausdorff.ts'
import { guessInk, inkPoints } from './ink.ts'
import type { InkPoints } from './ink.ts'
import type { Raster } from './rasters.ts'
import { makeProtocol } from '../protocols/protocol.ts'
import { fakeAlphabets, range } from '../testing.ts'
import { summarise } from '../trials.ts'

/** A drawing in letters: # is ink. */
function drawing(...lines: string[]): Raster {
  const data = Uint8Array.from(lines.join(''), (letter) => (letter === '#' ? 0 : 255))
  return { width: lines[0]!.length, height: lines.length, channels: 1, data }
}

const points = (raster: Raster) => inkPoints(raster, 'dark')

/** The definition, pair by pair. */
function byDefinition(a: InkPoints, b: InkPoints): number {
  const oneWay = (from: InkPoints, to: InkPoints) => {
    let sum = 0
    for (const [i, row] of from.rows.entries()) {
      let best = Infinity
      for (const [j, other] of to.rows.entries()) {
        best = Math.min(best, Math.hypot(row - other, from.columns[i]! - to.columns[j]!))
      }
      sum += best
    }
    return sum / from.rows.length
  }
  return Math.max(oneWay(a, b), oneWay(b, a))
}

interface Fixture {
  width: number
  height: number
  pictures: { path: string; ink: string }[]
  distances: number[][]
}

function unpack({ width, height, pictures }: Fixture): Raster[] {
  return pictures.map(({ ink }) => {
    const bits = Buffer.from(ink, 'base64')
    const data = Uint8Array.from({ length: width * height }, (_, i) => ((bits[i >> 3]! >> (7 - (i & 7))) & 1 ? 0 : 255))
    return { width, height, channels: 1, data }
  })
}

describe('modifiedHausdorff', () => {
  it('is what the definition gives by hand', () => {
    const bar = drawing('###')
    const dot = drawing('#.')
    // Points -1, 0, 1 against 0: the mean of 1, 0, 1 is larger than 0.
    expect(modifiedHausdorff(points(bar), points(dot))).toBeCloseTo(2 / 3, 12)
    // (-1, 0, 1) against the same upright: ends are 1 from the middle of the other.
    expect(modifiedHausdorff(points(bar), points(drawing('#', '#', '#')))).toBeCloseTo(2 / 3, 12)
    // -0.5, 0.5 against -1, 0, 1: all of the first are 0.5 away; of the second the ends and the middle are 0.5 away.
    expect(modifiedHausdorff(points(drawing('##')), points(bar))).toBeCloseTo(0.5, 12)
    // -1.5, 1.5 against -0.5, 0.5.
    expect(modifiedHausdorff(points(drawing('#..#')), points(drawing('##')))).toBeCloseTo(1, 12)
  })

  it('does not see where on the paper a drawing stands', () => {
    const here = drawing('##..', '#...', '....')
    const there = drawing('....', '..##', '..#.')
    expect(modifiedHausdorff(points(here), points(there))).toBeCloseTo(0, 12)
  })

  it('agrees with SciPy on drawings of Omniglot', () => {
    const file = new URL('../../../../tests/fixtures/hausdorff/hausdorff.json', import.meta.url)
    const fixture = JSON.parse(readFileSync(file, 'utf8')) as Fixture
    const sets = unpack(fixture).map(points)
    for (const [i, a] of sets.entries()) {
      for (const [j, b] of sets.entries()) expect(modifiedHausdorff(a, b)).toBeCloseTo(fixture.distances[i]![j]!, 10)
    }
  })

  it('never loses the nearest point to its short cuts', () => {
    const bits = fc.array(fc.boolean(), { minLength: 63, maxLength: 63 }).filter((drawn) => drawn.includes(true))
    const raster = bits.map((drawn) => ({
      width: 9,
      height: 7,
      channels: 1,
      data: Uint8Array.from(drawn, (ink) => (ink ? 0 : 255)),
    }))
    fc.assert(
      fc.property(raster, raster, (a, b) => {
        const found = modifiedHausdorff(points(a), points(b))
        expect(found).toBeCloseTo(byDefinition(points(a), points(b)), 10)
        expect(modifiedHausdorff(points(b), points(a))).toBe(found)
      }),
      { seed: 6, numRuns: 300 },
    )
  })

  it('cannot tell for a picture without ink', () => {
    expect(modifiedHausdorff(points(drawing('..')), points(drawing('#.')))).toBeNaN()
    expect(modifiedHausdorff(points(drawing('#.')), points(drawing('..')))).toBeNaN()
  })
})

describe('inkPoints', () => {
  it('reads dark or bright ink, grey or colour', () => {
    const colour: Raster = { width: 2, height: 1, channels: 3, data: Uint8Array.of(250, 250, 250, 0, 0, 200) }
    expect([...inkPoints(colour, 'dark').columns]).toEqual([0])
    expect(inkPoints(drawing('#..'), 'bright').columns).toHaveLength(2)
    expect(guessInk([drawing('#...')])).toBe('dark')
    expect(guessInk([drawing('###.'), drawing('##..')])).toBe('bright')
  })
})

describe('hausdorffTrials', () => {
  it('recognises shapes wherever they stand', async () => {
    const dataset = fakeAlphabets(1, 3, 4)
    const shapes = [
      ['###', '#..', '#..'],
      ['#.#', '.#.', '#.#'],
      ['###', '###', '###'],
    ]
    const read = (picture: number): Raster => {
      const shape = shapes[dataset.pictures[picture]!.classIndex]!
      const left = '.'.repeat(picture % 4)
      const right = '.'.repeat(5 - (picture % 4))
      return drawing(...shape.map((line) => left + line + right), '........')
    }
    const rules = { dataset, classes: range(3), seed: 1, withinGroup: false, acrossDrawer: false }
    const protocol = makeProtocol({ ...rules, way: 3, shot: 2, trials: 20 })
    expect(summarise(await hausdorffTrials(protocol, read), 3).accuracy).toBe(1)
  })
})
