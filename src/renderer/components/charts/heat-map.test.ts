import { describe, expect, it } from 'vitest'
import { heatCsv, heatSvg } from './heat-files.ts'
import { boxOf, cellNear, cellTowards, placeOf, strength, under, viewBetween, viewWith } from './heat-map.ts'
import type { HeatView } from './heat-map.ts'

const box = { left: 10, top: 20, width: 100, height: 100 }
const whole: HeatView = { rows: [0, 10], columns: [0, 10] }
const cells = [
  { row: 2, column: 3, value: 4 },
  { row: 9, column: 0, value: 1 },
]

describe('a table of counts as a picture', () => {
  it('has its cells in rows and columns, and finds them again', () => {
    expect(placeOf(cells[0]!, whole, box)).toEqual({ left: 40, top: 40, width: 10, height: 10 })
    expect(under(45, 45, whole, box)).toEqual({ row: 2, column: 3 })
    expect(under(5, 45, whole, box)).toBeNull()
    expect(cellNear(cells, [45, 45], whole, box)).toBe(cells[0])
    expect(cellNear(cells, [53, 45], whole, box)).toBe(cells[0])
    expect(cellNear(cells, [70, 45], whole, box)).toBeNull()
  })

  it('shows even a cell that is smaller than a pixel', () => {
    const large: HeatView = { rows: [0, 1000], columns: [0, 1000] }
    const { width, height } = placeOf(cells[0]!, large, box)
    expect([width, height]).toEqual([2, 2])
    expect(cellNear(cells, [10.4, 20.3], large, box)).toBe(cells[0])
  })

  it('is walked through by keys, over what is empty', () => {
    const at = (row: number, column: number) => ({ row, column, value: 1 })
    const some = [at(4, 8), at(0, 5), at(4, 1), at(0, 2), at(7, 6)]
    const walk = (from: (typeof some)[number], towards: Parameters<typeof cellTowards>[2]) => {
      const { row, column } = cellTowards(some, from, towards)
      return [row, column]
    }
    expect(walk(at(0, 2), 'right')).toEqual([0, 5])
    expect(walk(at(0, 5), 'right')).toEqual([4, 1])
    expect(walk(at(4, 1), 'left')).toEqual([0, 5])
    expect(walk(at(7, 6), 'right')).toEqual([7, 6])
    expect(walk(at(0, 2), 'left')).toEqual([0, 2])
    expect(walk(at(0, 5), 'down')).toEqual([4, 8])
    expect(walk(at(0, 2), 'down')).toEqual([4, 1])
    expect(walk(at(7, 6), 'up')).toEqual([4, 8])
    expect(walk(at(0, 2), 'up')).toEqual([0, 2])
    expect(walk(at(4, 1), 'first')).toEqual([0, 2])
    expect(walk(at(4, 1), 'last')).toEqual([7, 6])
  })

  it('shows the part that a cell is in', () => {
    const part: HeatView = { rows: [2, 5], columns: [0, 4] }
    expect(viewWith({ row: 3, column: 1 }, part)).toBe(part)
    expect(viewWith({ row: 7, column: 5 }, part)).toEqual({ rows: [5, 8], columns: [2, 6] })
    expect(viewWith({ row: 0, column: 1 }, part)).toEqual({ rows: [0, 3], columns: [0, 4] })
  })

  it('is zoomed to the rows and columns between two corners, but not by a tremble', () => {
    const view = viewBetween([41, 25], [75, 58], whole, box)
    expect(view).toEqual({ rows: [0, 4], columns: [3, 7] })
    expect(viewBetween([41, 25], [44, 80], whole, box)).toBeNull()
    expect(viewBetween([-50, -50], [500, 500], whole, box)).toEqual(whole)
    expect(placeOf(cells[0]!, view!, box)).toMatchObject({ left: 10, width: 25 })
  })

  it('is stronger where the count is larger, and never invisible', () => {
    expect([0, 1, 2, 5].map((value) => strength(value, 5))).toEqual([0, 0.3, 0.3 + 0.7 / 4, 1])
    expect(strength(1, 1)).toBe(1)
  })

  it('has room for names as long as they can be read', () => {
    const canvas = { width: 700, height: 600 }
    const view = (count: number): HeatView => ({ rows: [0, count], columns: [0, 2] })
    expect(boxOf(canvas, view(40))).toEqual({ box: { left: 120, top: 4, width: 484, height: 484 }, hasNames: true })
    expect(boxOf(canvas, view(41)).hasNames).toBe(false)
    const low = { width: 700, height: 400 }
    expect(boxOf(low, view(28)).hasNames).toBe(true)
    expect(boxOf(low, view(29))).toEqual({ box: { left: 22, top: 4, width: 372, height: 372 }, hasNames: false })
    expect(boxOf({ width: 0, height: 0 }, view(2)).box.width).toBe(40)
  })

  it('goes into files with its names', () => {
    expect(heatCsv(['a', 'b'], [['x, y', 3]])).toBe('a,b\n"x, y",3\n')
    const names = Array.from({ length: 10 }, (_, i) => `<${i}>`)
    const words = { title: 'T', xLabel: 'chosen', yLabel: 'truth', colour: '#0072b2' }
    const svg = heatSvg({ ...words, names, cells, view: { rows: [0, 5], columns: [0, 5] } })
    expect(svg.match(/fill="#0072b2"/g)).toHaveLength(1)
    expect(svg).toContain('&lt;2> → &lt;3>: 4')
    expect(svg).not.toMatch(/NaN|undefined/)
  })
})
