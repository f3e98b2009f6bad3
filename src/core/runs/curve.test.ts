import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { smoothLoss } from '../../shared/statistics.ts'
import { CurveReader } from './curve.ts'
import type { Columns } from './curve.ts'
import { decimatedRows, rowsWithin, takeRows } from './decimate.ts'

let dir = ''
let file = ''
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'oneshot-curve-'))
  file = path.join(dir, 'metrics.jsonl')
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const line = (step: number, loss: number | null = 1 / step, time = step) =>
  `${JSON.stringify({ step, time, loss, rate: 0.1, picturesPerSecond: 1, same: 0.2 })}\n`
const validation = (step: number) =>
  `${JSON.stringify({
    step,
    time: step,
    accuracy: 0.5,
    interval: [0.4, 0.6],
    chance: 0.2,
    way: 5,
    shot: 1,
    trials: 100,
    protocol: 'abc',
    best: true,
  })}\n`

describe('reading a curve', () => {
  it('gives columns, smoothed as the training smooths, and validations apart', async () => {
    await writeFile(file, line(1, 1) + line(2, 3) + line(3, null) + validation(3) + line(4, 1))
    const { columns, validations } = await new CurveReader(file).read()
    expect([...columns.step]).toEqual([1, 2, 3, 4])
    expect([...columns.loss]).toEqual([1, 3, NaN, 1])
    const second = smoothLoss(1, 3, 2)
    expect([...columns.smoothedLoss]).toEqual([1, second, second, smoothLoss(second, 1, 4)])
    expect([columns.same[0], columns.different[0]]).toEqual([0.2, NaN])
    expect(validations).toMatchObject([{ step: 3, accuracy: 0.5 }])
  })

  it('is empty before the first step', async () => {
    expect((await new CurveReader(file).read()).columns.step).toHaveLength(0)
  })

  it('follows a file that grows, a line cut off included', async () => {
    const reader = new CurveReader(file)
    await writeFile(file, `${line(1)}${line(2).slice(0, 9)}`)
    expect([...(await reader.read()).columns.step]).toEqual([1])
    await appendFile(file, line(2).slice(9) + line(3))
    expect([...(await reader.read()).columns.step]).toEqual([1, 2, 3])
  })

  it('notices that steps were written anew', async () => {
    const reader = new CurveReader(file)
    await writeFile(file, [1, 2, 3].map((step) => line(step)).join(''))
    expect((await reader.read()).columns.step).toHaveLength(3)
    await truncate(file, line(1).length)
    await appendFile(file, [2, 3, 4].map((step) => line(step, 9, step + 100)).join(''))
    expect([...(await reader.read()).columns.loss]).toEqual([1, 9, 9, 9])
  })

  it('names the line that was changed by hand', async () => {
    await writeFile(file, line(1) + line(2) + line(3))
    await writeFile(file, (await readFile(file, 'utf8')).replace('"step":2', '"step":"two"'))
    const reader = new CurveReader(file)
    await expect(reader.read()).rejects.toThrow(/metrics\.jsonl is not valid at line 2/)
    await writeFile(file, line(1))
    expect((await reader.read()).columns.step).toHaveLength(1)
  })
})

function columnsOf(loss: readonly number[]): Columns {
  const step = Float64Array.from(loss, (_, i) => i + 1)
  const values = Float64Array.from(loss)
  return { step, loss: values, smoothedLoss: values, rate: values, same: step, different: step }
}

describe('decimating', () => {
  it('keeps everything where there is little', () => {
    expect(decimatedRows(columnsOf([3, 1, 2]), 0, 3, 10)).toEqual([0, 1, 2])
  })

  it('keeps both ends, the highest and the lowest, and the number asked for', () => {
    const losses = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 3000 })
    fc.assert(
      fc.property(losses, fc.integer({ min: 10, max: 200 }), (loss, most) => {
        const columns = columnsOf(loss)
        const rows = decimatedRows(columns, 0, loss.length, most)
        expect(rows.length).toBeLessThanOrEqual(most)
        expect(rows[0]).toBe(0)
        expect(rows.at(-1)).toBe(loss.length - 1)
        expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b))
        const taken = takeRows(columns, rows).loss
        expect(Math.min(...taken)).toBe(Math.min(...loss))
        expect(Math.max(...taken)).toBe(Math.max(...loss))
      }),
      { seed: 1 },
    )
  })

  it('shows where the loss stops being a number', () => {
    const loss = Array.from({ length: 1000 }, (_, i) => (i < 600 ? i : NaN))
    expect(decimatedRows(columnsOf(loss), 0, 1000, 100)).toContain(600)
  })

  it('finds the rows of a range of steps', () => {
    const step = Float64Array.of(1, 2, 3, 5, 6)
    expect(rowsWithin(step)).toEqual({ start: 0, end: 5 })
    expect(rowsWithin(step, 2, 4)).toEqual({ start: 1, end: 3 })
    expect(rowsWithin(step, 7, 9)).toEqual({ start: 5, end: 5 })
    expect(rowsWithin(step, 5, 2)).toEqual({ start: 3, end: 3 })
  })
})
