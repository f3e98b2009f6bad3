import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openPictures } from './open-pictures.ts'
import { scanDataset } from './scan.ts'
import { splitClasses } from './split.ts'
import { temporaryFolder } from './test-support.ts'

const SAMPLES = join(import.meta.dirname, '../../../resources/samples')

describe('the bundled samples', () => {
  it('Omniglot: 5 alphabets, 136 characters, 20 drawers', async () => {
    const cacheDir = temporaryFolder()
    const dataset = await scanDataset(join(SAMPLES, 'omniglot-background-small1.zip'), { cacheDir })
    expect(dataset).toMatchObject({ kind: 'zip', levels: 2, colour: 'line', drawerPattern: 'NNNN_DD', problems: [] })
    expect(dataset.groups).toEqual(['Balinese', 'Early_Aramaic', 'Greek', 'Korean', 'Latin'])
    expect(dataset.classes).toHaveLength(136)
    expect(dataset.pictures).toHaveLength(2720)
    expect(new Set(dataset.pictures.map(({ drawer }) => drawer)).size).toBe(20)
    expect(dataset.pictures[0]).toMatchObject({ path: 'Balinese/character01/0108_01.png', drawer: '01', width: 105 })
    const pictures = await openPictures(dataset, { width: 35, height: 35, channels: 1 }, { cacheDir })
    const pixels = pictures.read(dataset.pictures.map((_, i) => i))
    // Ink covers a few per cent of white paper.
    const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.length
    expect(mean).toBeGreaterThan(220)
    expect(mean).toBeLessThan(250)
    const split = splitClasses(dataset, { seed: 1, by: 'group', groups: { test: ['Greek'] } })
    expect(split.test).toHaveLength(24)
  })

  it('emoji: 346 things in 5 categories, 7 artists', async () => {
    const dataset = await scanDataset(join(SAMPLES, 'emoji-objects.zip'), { cacheDir: temporaryFolder() })
    expect(dataset).toMatchObject({ levels: 2, colour: 'colour', drawerPattern: 'file name', problems: [] })
    expect(dataset.base).toBeUndefined()
    expect(dataset.groups).toHaveLength(5)
    expect(dataset.classes).toHaveLength(346)
    expect(dataset.pictures).toHaveLength(2422)
    expect(new Set(dataset.pictures.map(({ drawer }) => drawer)).size).toBe(7)
    const groups = { test: ['animals-nature', 'food-drink'] }
    const { train, test } = splitClasses(dataset, { seed: 1, groups })
    expect(train.length + test.length).toBe(346)
    expect(new Set(test.map((i) => dataset.classes[i]?.group))).toEqual(new Set(groups.test))
  })
})
