import { describe, expect, it } from 'vitest'
import { lineDatasets, wholeRange } from './line-config.ts'
import type { Series } from './series.ts'

const series = (...x: number[]): Series => ({ label: 'a', x, y: x, colour: '--x' })

describe('the x axis', () => {
  it('begins at zero where the lines begin near it, and ends with the longest', () => {
    expect(wholeRange([series(1, 267), series(100, 200)])).toEqual([0, 267])
    expect(wholeRange([series(100, 200)])).toEqual([100, 200])
    expect(wholeRange([series(100, 200)], 1000)).toEqual([0, 1000])
    expect(wholeRange([series(-1, 1)])).toEqual([-1, 1])
  })

  it('has some width around one point, and is unknown without any', () => {
    expect(wholeRange([series(1)])).toEqual([0, 1])
    expect(wholeRange([series(0)])).toEqual([-1, 1])
    expect(wholeRange([series()])).toBeUndefined()
  })
})

describe('what Chart.js draws', () => {
  const drawing = {
    series: [series(1, 2, 3)],
    band: undefined,
    level: undefined,
    range: null,
    until: undefined,
    most: 400,
  }

  it('puts band and chance beneath the lines, the chance line across all of the axis', () => {
    const band = { label: 'b', x: [1, 2], low: [0, 0], high: [1, 1], colour: '--x' }
    const made = lineDatasets({
      ...drawing,
      band,
      level: { label: 'chance', y: 0.5 },
      until: 10,
      colourOf: () => '#123456',
    })
    expect(made.map(({ label }) => label)).toEqual(['a', '.level', '.high', '.low'])
    expect(made[1]?.data).toEqual([
      { x: 0, y: 0.5 },
      { x: 10, y: 0.5 },
    ])
  })
})
