import { describe, expect, it } from 'vitest'
import { deviateScale, logShareScale, placed } from './axis-scale.ts'
import { rangeOf, tickText, ticksOf, toCsv } from './series.ts'
import type { Series } from './series.ts'
import { toSvg } from './svg.ts'

const loss: Series = { label: 'loss, raw', x: [1, 2, 3], y: [0.5, NaN, 0.25], colour: '--data-blue', faint: true }
const accuracy: Series = { label: 'accuracy', x: [2], y: [0.9], colour: '--data-green' }

describe('CSV', () => {
  it('has a row for every x, and nothing where a series has no number', () => {
    expect(toCsv('step', [loss, accuracy])).toBe('step,"loss, raw",accuracy\n1,0.5,\n2,,0.9\n3,0.25,\n')
  })

  it('keeps several points above one x', () => {
    const steep: Series = { label: 'roc', x: [0, 0, 0.5], y: [0, 0.4, 1], colour: '--data-blue' }
    expect(toCsv('far', [steep])).toBe('far,roc\n0,0\n0,0.4\n0.5,1\n')
  })

  it('has two columns for a band', () => {
    const band = { label: '95 %', x: [2], low: [0.8], high: [0.95], colour: '--data-green' }
    expect(toCsv('step', [accuracy], band)).toBe('step,accuracy,95 % (low),95 % (high)\n2,0.9,0.8,0.95\n')
  })
})

describe('axes that are not linear', () => {
  const det: Series = {
    label: 'run',
    x: [0, 0.001, 0.5],
    y: [1, 0.2, 0],
    colour: '--data-blue',
    notes: ['a', 'b', 'c'],
  }
  const mark: Series = { label: 'EER', x: [0.1], y: [0.1], colour: '--data-orange', marker: 'rect' }

  it('leave out what has no place, and keep the values beside the places', () => {
    const { x, y, raw, notes } = placed(det, deviateScale, deviateScale)
    expect([x.length, y.length, raw, notes]).toEqual([1, 1, [[0.001, 0.2]], ['b']])
    expect(placed(det, logShareScale).raw).toHaveLength(2)
  })

  it('have ticks that are values in the file as on the screen', () => {
    const scales = { xScale: deviateScale, yScale: deviateScale }
    const wide = { ...det, x: [0.0005, 0.6], y: [0.6, 0.0005] }
    const svg = toSvg({ title: 'DET', xLabel: 'FAR', series: [wide, mark], colourOf: () => '#123456', ...scales })
    expect(svg.match(/>5 %</g)).toHaveLength(2)
    expect(svg).toMatch(/<path d="M[^"]*Z" fill="#123456"\/>/)
    expect(svg).not.toMatch(/NaN|Infinity|undefined/)
  })
})

describe('ranges and ticks', () => {
  it('leaves out what is no number, and what a logarithm cannot show', () => {
    expect(
      rangeOf([
        [NaN, 2, -1],
        [Infinity, 5],
      ]),
    ).toEqual([-1, 5])
    expect(rangeOf([[0, 2, -1, 8]], true)).toEqual([2, 8])
    expect(rangeOf([[NaN]])).toBeUndefined()
    expect(rangeOf([[3, 3]])).toEqual([2.5, 3.5])
  })

  it('are round and inside the range', () => {
    expect(ticksOf([0, 1], 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
    expect(ticksOf([0.03, 0.49], 5)).toEqual([0.1, 0.2, 0.3, 0.4])
  })
})

describe('the text of ticks', () => {
  it('has the decimals it needs', () => {
    expect([0, 0.2, 1].map((value) => tickText(value, 0.2))).toEqual(['0', '0.2', '1.0'])
    expect([
      tickText(4.25, 0.05),
      tickText(15, 5),
      tickText(1500, 500),
      tickText(2e-5, 1e-5),
      tickText(0, 1e-5),
    ]).toEqual(['4.25', '15', '1\u202f500', '2e-5', '0'])
    expect([0.001, 0.03, 5, 2e-7].map((value) => tickText(value, 0))).toEqual(['0.001', '0.03', '5', '2e-7'])
  })
})

describe('SVG', () => {
  const chart = { title: 'Loss <raw>', xLabel: 'step', series: [loss, accuracy], colourOf: () => '#123456' }

  it('breaks the line where there is no number, and escapes words', () => {
    const svg = toSvg(chart)
    expect(svg).toContain('<title>Loss &lt;raw></title>')
    const [first] = /<path d="(M[^"]*)" fill="none"/.exec(svg)?.slice(1) ?? []
    expect(first?.match(/M/g)).toHaveLength(2)
    expect(svg).not.toMatch(/NaN|Infinity|undefined/)
  })

  it('draws band and chance line inside the frame, also on a logarithmic scale', () => {
    const band = { label: '95 %', x: [1, 3], low: [0.1, 0.2], high: [0.4, 0.6], colour: '--data-blue' }
    for (const log of [false, true]) {
      const svg = toSvg({ ...chart, band, line: { label: 'chance', y: 0.05 }, log })
      expect(svg).toContain('chance')
      const ys = [...svg.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y))
      expect(Math.min(...ys)).toBeGreaterThanOrEqual(34)
      expect(Math.max(...ys)).toBeLessThanOrEqual(316)
    }
  })

  it('draws steps, dashes, and as many rows of names as there must be', () => {
    const steps: Series = { label: 'a', x: [0, 1, 2], y: [1, 2, 0], colour: '--x', isStepped: true, dashed: [1, 2] }
    const svg = toSvg({
      ...chart,
      series: [steps, { ...steps, label: 'b' }, { ...steps, label: 'c' }, { ...steps, label: 'd' }],
    })
    expect(svg).toMatch(
      /d="M[\d.]+ [\d.]+H[\d.]+L[\d.]+ [\d.]+H[\d.]+L[\d.]+ [\d.]+" fill="none"[^>]*stroke-dasharray="1 2"/,
    )
    expect(svg.match(/y="36">d</)).not.toBeNull()
  })

  it('comes out whole without any number', () => {
    expect(toSvg({ ...chart, series: [] })).toMatch(/^<svg[\s\S]*<\/svg>\n$/)
  })
})
