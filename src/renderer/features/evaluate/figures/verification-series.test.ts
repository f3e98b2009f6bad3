import { describe, expect, it } from 'vitest'
import type { VerificationFigure } from '../../../../shared/contract/figures.ts'
import { detSeries, rocSeries, thresholdSeries } from './verification-series.ts'

const words = {
  ...{ curve: 'run', falseAccept: 'FAR', falseReject: 'FRR', equalErrorRate: 'EER', guessing: 'guessing' },
  threshold: (value: string) => `threshold ${value}`,
  at: (target: number) => `at ${target}`,
}
const found: VerificationFigure = {
  ...{ classes: 'test', withinGroup: false, metric: 'cosine', auc: 0.9, equalErrorRate: 0.125 },
  ...{ genuine: 4, impostor: 8, totals: { genuine: 4, impostor: 8 }, lowestFalseAccept: 3 / 8 },
  thresholdsFrom: 'validation',
  points: [
    { target: 0.01, threshold: 0.2, falseAccept: 0.125, trueAccept: 0.5, supported: false },
    { target: 0.001, threshold: null, falseAccept: 0, trueAccept: 0, supported: false },
  ],
  roc: [
    { threshold: null, falseAccept: 0, trueAccept: 0 },
    { threshold: 0.1, falseAccept: 0, trueAccept: 0.5 },
    { threshold: 0.3, falseAccept: 1, trueAccept: 1 },
  ],
}

describe('verification as lines', () => {
  it('has the curve, its thresholds, and the points that are reported', () => {
    const series = rocSeries(found, words)
    expect(series.map(({ label }) => label)).toEqual(['EER', 'at 0.01', 'at 0.001', 'run', 'guessing'])
    expect(series[3]).toMatchObject({
      x: [0, 0, 1],
      y: [0, 0.5, 1],
      notes: ['', 'threshold 0.1000', 'threshold 0.3000'],
    })
    expect(series[0]).toMatchObject({ x: [0.125], y: [0.875] })
    expect(series[1]).toMatchObject({ x: [0.125], y: [0.5], notes: ['threshold 0.2000'] })
  })

  it('shows false rejects in the other two', () => {
    expect(detSeries(found, words).at(-1)).toMatchObject({ x: [0, 0, 1], y: [1, 0.5, 0] })
    expect(thresholdSeries(found, words).map(({ x, y }) => [x, y])).toEqual([
      [
        [0.1, 0.3],
        [0, 1],
      ],
      [
        [0.1, 0.3],
        [0.5, 0],
      ],
    ])
  })
})
