import { describe, expect, it } from 'vitest'
import { PagedRows } from './paged-rows.ts'

function listOf(total: number, pageSize = 10) {
  const asked: number[] = []
  let changes = 0
  const rows = new PagedRows<number>({
    pageSize,
    load: async (offset, limit) => {
      asked.push(offset)
      await Promise.resolve()
      const length = Math.max(0, Math.min(limit, total - offset))
      return { total, rows: Array.from({ length }, (_, i) => (offset + i) * 2) }
    },
    onChange: () => changes++,
  })
  return { rows, asked, changes: () => changes }
}

describe('PagedRows', () => {
  it('loads only the pages of the range that is looked at, each once', async () => {
    const { rows, asked, changes } = listOf(100_000, 100)
    await Promise.all([rows.need(50_050, 50_120), rows.need(50_090, 50_199), rows.get(50_110)])
    expect(asked).toEqual([50_000, 50_100])
    expect(changes()).toBe(2)
    expect(rows.total).toBe(100_000)
    expect(rows.at(50_120)).toBe(100_240)
    expect(rows.at(0)).toBe(undefined)
  })

  it('finds a row by going through the pages, and stops at its page', async () => {
    const { rows, asked } = listOf(45)
    expect(await rows.find((row) => row === 46)).toBe(23)
    expect(asked).toEqual([0, 10, 20])
  })

  it.each([0, 40, 45])('says -1 for a row that is in none of %d', async (total) => {
    const { rows } = listOf(total)
    expect(await rows.find((row) => row === 7)).toBe(-1)
  })

  it('gives nothing beyond the end', async () => {
    const { rows } = listOf(5)
    expect(await rows.get(4)).toBe(8)
    expect(await rows.get(5)).toBe(undefined)
    expect(await rows.get(12)).toBe(undefined)
  })

  it('asks again after a page could not be loaded', async () => {
    let fail = true
    const rows = new PagedRows<string>({
      pageSize: 2,
      load: () => (fail ? Promise.reject(new Error('gone')) : Promise.resolve({ total: 1, rows: ['here'] })),
      onChange: () => undefined,
    })
    await expect(rows.get(0)).rejects.toThrow('gone')
    fail = false
    expect(await rows.get(0)).toBe('here')
  })
})
