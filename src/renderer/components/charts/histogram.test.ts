import { describe, expect, it } from 'vitest'
import { histogram, histogramSeries } from './histogram.ts'

describe('histogram', () => {
  it('counts every number once, as a share of its group, in common round bins', () => {
    const made = histogram([[0.1, 0.1, 0.35, NaN], [0.99]], 10)
    expect(made?.edges).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
    expect(made?.shares[0]?.slice(0, 3)).toEqual([2 / 3, 0, 1 / 3])
    expect(made?.shares[1]?.at(-1)).toBe(1)
  })

  it('manages one value, negative values, and none at all', () => {
    expect(histogram([[0]])?.shares).toEqual([[1]])
    expect(histogram([[-3, 3], []])?.shares.map((group) => group.reduce((a, b) => a + b))).toEqual([1, 0])
    expect(histogram([[NaN], []])).toBeUndefined()
  })

  it('becomes lines that end at zero', () => {
    const [line] = histogramSeries({ edges: [0, 1, 2], shares: [[0.25, 0.75]] }, [{ label: 'same', colour: '--x' }])
    expect(line).toMatchObject({ label: 'same', x: [0, 1, 2], y: [0.25, 0.75, 0], isStepped: true })
  })
})
