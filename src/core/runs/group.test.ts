import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tinyRecipe, tinyRecord } from '../../../tests/fixtures/record.ts'
import { REMOVED } from './folder.ts'
import { memberFolder, newGroupFolder, nextOfGroup } from './group.ts'
import { createRun } from './run.ts'

let runs: string
beforeEach(async () => (runs = await mkdtemp(path.join(tmpdir(), 'oneshot-group-'))))
afterEach(() => rm(runs, { recursive: true }))

/** The run of a seed, of the group with seeds 7, 8 and 9. */
async function begin(seed: number): Promise<string> {
  const group = { id: 'many', seeds: [7, 8, 9] }
  const record = tinyRecord({ recipe: tinyRecipe({ seed }), group })
  return (await createRun(memberFolder(path.join(runs, 'many'), seed), record)).paths.dir
}

async function putAway(dir: string): Promise<void> {
  await mkdir(path.join(runs, REMOVED), { recursive: true })
  await rename(dir, path.join(runs, REMOVED, path.basename(dir)))
}

describe('the next of a group', () => {
  it('is the first seed that has not begun, with the record of the others but for its seed', async () => {
    await begin(7)
    const last = await begin(9)
    const next = await nextOfGroup(last)
    expect(next?.dir).toBe(memberFolder(path.join(runs, 'many'), 8))
    const { created, ...record } = next?.record ?? tinyRecord()
    const { created: _, ...wanted } = tinyRecord({
      recipe: tinyRecipe({ seed: 8 }),
      group: { id: 'many', seeds: [7, 8, 9] },
    })
    expect(record).toEqual(wanted)
    expect(Date.parse(created)).toBeGreaterThan(Date.parse(tinyRecord().created))
  })

  it('is none where all have begun, and none for a run of no group', async () => {
    const [first = ''] = [await begin(7), await begin(8), await begin(9)]
    expect(await nextOfGroup(first)).toBeUndefined()
    const { paths } = await createRun(path.join(runs, 'alone'), tinyRecord())
    expect(await nextOfGroup(paths.dir)).toBeUndefined()
  })

  it('is one that was put away only when that is asked for', async () => {
    await putAway(await begin(7))
    const last = await begin(9)
    expect((await nextOfGroup(last))?.record.recipe.seed).toBe(8)
    expect((await nextOfGroup(last, { alsoRemoved: true }))?.record.recipe.seed).toBe(7)
  })
})

describe('the name of a new group', () => {
  it('is one whose runs nobody has, also not among those put away', async () => {
    const first = newGroupFolder(runs, '/data/letters', 'all-pairs')
    expect(path.basename(first)).toMatch(/^\d{4}-\d\d-\d\d-letters-all-pairs$/)
    await mkdir(memberFolder(first, 7))
    const second = newGroupFolder(runs, '/data/letters', 'all-pairs')
    expect(second).toBe(`${first}-2`)
    await mkdir(path.join(runs, REMOVED, path.basename(memberFolder(second, 3))), { recursive: true })
    expect(newGroupFolder(runs, '/data/letters', 'all-pairs')).toBe(`${first}-3`)
  })
})
