import { describe, expect, it } from 'vitest'
import type { CurveBaselines, CurveFigure } from '../../../../shared/contract/figures.ts'
import { alongShots, alongWays } from './curve-series.ts'

const words = {
  accuracy: 'accuracy',
  chance: 'chance',
  interval: '95 %',
  chosen: 'chosen',
  pixels: 'pixels',
  hausdorff: 'hausdorff',
  untrained: 'untrained',
}

function curve(shot: number, way: number): CurveFigure {
  const points = Array.from({ length: way - 1 }, (_, i) => {
    const accuracy = 1 - i / 10 + shot / 100
    const interval: [number, number] = [accuracy - 0.05, accuracy + 0.05]
    return { way: i + 2, accuracy, interval, chance: 1 / (i + 2), trials: 100 }
  })
  const protocol = { name: 'name', hash: 'hash' }
  const rules = { seed: 1, trials: 100, withinGroup: false, acrossDrawer: false }
  return { classes: 'validation', protocol, way, shot, ...rules, points }
}

describe('curves as lines', () => {
  it('have chance and the chosen point beside the accuracy', () => {
    const { series, band } = alongWays(curve(1, 4), 3, words)
    expect(series.map(({ label, x, y }) => [label, x, y])).toEqual([
      ['chosen', [3], [1 - 1 / 10 + 0.01]],
      ['accuracy', [2, 3, 4], curve(1, 4).points.map(({ accuracy }) => accuracy)],
      ['chance', [2, 3, 4], [1 / 2, 1 / 3, 1 / 4]],
    ])
    expect(band.low).toEqual(curve(1, 4).points.map(({ interval }) => interval[0]))
  })

  it('have the baselines of the same trials between them and chance', () => {
    const own = curve(1, 4)
    const lower = own.points.map((point) => ({ ...point, accuracy: point.accuracy - 0.3 }))
    const names = (measured: CurveBaselines) => alongWays(own, 3, words, measured).series.map(({ label }) => label)
    expect(names({ pixels: lower, untrained: own.points })).not.toContain('hausdorff')
    const { series } = alongWays(own, 3, words, { pixels: lower, hausdorff: lower, untrained: own.points })
    expect(series.map(({ label }) => label)).toEqual([
      ...['chosen', 'accuracy', 'untrained', 'hausdorff', 'pixels', 'chance'],
    ])
    expect(series[4]).toMatchObject({ x: [2, 3, 4], y: lower.map(({ accuracy }) => accuracy) })
    expect(new Set(series.slice(1).map(({ dashed }) => String(dashed))).size).toBe(5)
  })

  it('stand at the shots there are, those too narrow for the way left out', () => {
    const curves = new Map([
      [5, curve(5, 4)],
      [1, curve(1, 6)],
      [9, curve(9, 3)],
    ])
    const { series, chance } = alongShots(curves, 4, 9, words)
    expect(series.map(({ label, x }) => [label, x])).toEqual([['accuracy', [1, 5]]])
    expect(chance.y).toBe(1 / 4)
    // Beside the shots that were measured already.
    const baselines = new Map([
      [5, { pixels: curve(2, 4).points, untrained: curve(3, 4).points }],
      [9, { pixels: curve(2, 3).points, untrained: curve(3, 3).points }],
    ])
    expect(alongShots(curves, 4, 9, words, baselines).series.map(({ label, x, y }) => [label, x, y.length])).toEqual([
      ['accuracy', [1, 5], 2],
      ['untrained', [5], 1],
      ['pixels', [5], 1],
    ])
    expect(alongShots(curves, 4, 5, words, baselines).series.at(-1)?.y).toEqual([curve(2, 4).points[2]!.accuracy])
    expect(alongShots(curves, 4, 5, words).series[0]).toMatchObject({ label: 'chosen', x: [5] })
  })
})
