import { describe, expect, it } from 'vitest'
import { drawTail, fits, haveGrown, shownOf } from './tail.ts'

const line = (y: number[]) => ({ x: y.map((_, i) => i), y })

/** A chart of axes from 0 to 10 whose pixels are values, and what is drawn on it. */
function chartOf(sets: object[]) {
  const drawn: string[] = []
  const say = (what: string) => (x: number, y: number) => void drawn.push(`${what} ${x} ${y}`)
  const ctx = { save() {}, restore() {}, beginPath() {}, setLineDash() {} }
  const scale = { min: 0, max: 10, getPixelForValue: (value: number) => value }
  const pen = { moveTo: say('to'), lineTo: say('line'), stroke: () => void drawn.push('stroke') }
  return {
    drawn,
    chart: { ctx: { ...ctx, ...pen }, scales: { x: scale, y: scale }, data: { datasets: sets } } as never,
  }
}
const plain = { borderColor: '#000000', borderWidth: 1, pointRadius: 0, fill: false }

describe('the tail of lines that grow', () => {
  it('is known by its columns, not by what they hold', () => {
    const one = line([1, 2])
    const shown = shownOf([one])
    one.x.push(2)
    one.y.push(3)
    expect(haveGrown(shown, [{ ...one }])).toBe(true)
    expect(haveGrown(shown, [line([1, 2, 3])])).toBe(false)
    expect(haveGrown(shown, [one, one])).toBe(false)
  })

  it('fits where all that is new lies within the axes; what has no value lies anywhere', () => {
    const one = line([50])
    const shown = shownOf([one])
    const add = (x: number, y: number) => (one.x.push(x), one.y.push(y))
    add(1, 5)
    add(2, NaN)
    expect(fits(shown, [0, 10], [0, 10])).toBe(true)
    add(3, 11)
    expect(fits(shown, [0, 10], [0, 10])).toBe(false)
    expect(fits(shown, [0, 2.5], [0, 20])).toBe(false)
  })

  it('is drawn on from the last point, once, with gaps, the first line on top', () => {
    const [top, below] = [line([1, 2]), line([5])]
    const shown = shownOf([top, below])
    const { chart, drawn } = chartOf([plain, plain])
    for (const y of [3, NaN, 4, 5]) {
      top.x.push(top.x.length)
      top.y.push(y)
    }
    below.x.push(1)
    below.y.push(6)
    expect(drawTail(chart, shown)).toBe(true)
    expect(drawn.slice(0, 3)).toEqual(['to 0 5', 'line 1 6', 'stroke'])
    expect(drawn.slice(3)).toEqual(['to 1 2', 'line 2 3', 'to 3 NaN', 'to 4 4', 'line 5 5', 'stroke'])
    drawn.length = 0
    expect(drawTail(chart, shown)).toBe(true)
    expect(drawn).toEqual([])
  })

  it('is left to the whole chart where it leaves the axes or is no plain line', () => {
    const one = line([1])
    const shown = shownOf([one])
    one.x.push(1)
    one.y.push(2)
    const dotted = chartOf([{ ...plain, pointRadius: 3 }])
    expect(drawTail(dotted.chart, shown)).toBe(false)
    one.y[1] = 20
    const free = chartOf([plain])
    expect(drawTail(free.chart, shown)).toBe(false)
    expect([...dotted.drawn, ...free.drawn]).toEqual([])
  })
})
