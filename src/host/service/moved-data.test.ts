import { readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openHost } from '../../../tests/fixtures/host.ts'
import type { TestHost } from '../../../tests/fixtures/host.ts'
import { writeDrawings } from '../../../tests/fixtures/pictures.ts'
import { tinyRecipe } from '../../../tests/fixtures/record.ts'
import { scanDataset, splitClasses } from '../../core/dataset/index.ts'
import { createRun, makeRecord } from '../../core/runs/index.ts'

let test: TestHost
const at = (name: string) => path.join(test.dir, name)
beforeAll(async () => {
  test = await openHost()
  await writeDrawings(at('before'), 8, 3)
  await writeDrawings(at('other'), 6, 3)
  const dataset = await scanDataset(at('before'), { cacheDir: at('cache') })
  const split = splitClasses(dataset, { seed: 1, test: 0.4 })
  await createRun(at('runs/run'), makeRecord({ recipe: tinyRecipe(), dataset, split, device: 'cpu' }))
})
afterAll(() => test.close())

it('a run asks where its pictures were moved, and remembers it once they are the same', async () => {
  const { client } = test
  const possible = () => client.evaluations.possible({ runId: 'run' })
  const before = await possible()
  const recipe = await readFile(at('runs/run/recipe.json'), 'utf8')
  await rename(at('before'), at('after'))
  await expect(possible()).rejects.toMatchObject({ data: { code: 'run/data-moved', subject: at('before') } })
  await expect(client.runs.locate({ id: 'run', path: at('other') })).rejects.toMatchObject({
    data: { code: 'run/other-data' },
  })
  await expect(possible()).rejects.toMatchObject({ data: { code: 'run/data-moved' } })
  await client.runs.locate({ id: 'run', path: at('after') })
  expect(await possible()).toEqual(before)
  expect((await client.runs.get({ id: 'run' })).dataset?.root).toBe(at('after'))
  expect(await readFile(at('runs/run/recipe.json'), 'utf8')).toBe(recipe)
  // Put back, they are found without a question.
  await rename(at('after'), at('before'))
  expect(await possible()).toEqual(before)
}, 60_000)
