import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { ensureBuilt, PAGE } from '../../src/server/built-page.ts'
import { firstLoad } from '../../tools/first-load.ts'

/** A sentence of Chart.js, by which its code is known. */
const CHARTS = 'is not a registered'

const textOf = ({ name }: { name: string }): string => readFileSync(path.join(PAGE, name), 'utf8')

describe('what a browser fetches at first', () => {
  beforeAll(() => ensureBuilt(() => undefined))

  it('is under 400 kB gzipped with Home and the style sheet', () => {
    const files = firstLoad(PAGE)
    expect(files.map(({ name }) => name)).toEqual(
      expect.arrayContaining([expect.stringMatching(/\/index-.*\.js$/), expect.stringMatching(/\.css$/)]),
    )
    expect(files.some(({ name }) => name.includes('HomePage-'))).toBe(true)
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
    console.log(`first load: ${(total / 1000).toFixed(0)} kB gzipped in ${files.length} files`)
    expect(total).toBeLessThan(400_000)
  })

  it('holds charts only where a page draws them', () => {
    expect(firstLoad(PAGE, ['HomePage-', 'DataPage-']).filter((file) => textOf(file).includes(CHARTS))).toEqual([])
    expect(firstLoad(PAGE, ['TrainPage-']).some((file) => textOf(file).includes(CHARTS))).toBe(true)
  })
})
