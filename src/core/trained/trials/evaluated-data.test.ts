import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { writeDrawings } from '../../../../tests/fixtures/pictures.ts'
import type { TinyData } from '../../../../tests/fixtures/tiny-run.ts'
import { tinyTrained } from '../../../../tests/fixtures/train-tiny.ts'
import type { Run } from '../../runs/index.ts'
import { readEvaluation } from '../../runs/index.ts'
import { evaluateRun, evaluationId } from '../index.ts'
import { locateEvaluated, OpenTrials } from './index.ts'

let data: TinyData
let run: Run
const at = (name: string) => path.join(data.dir, name)
beforeAll(async () => {
  ;({ data, run } = await tinyTrained(4))
}, 120_000)
afterAll(() => rm(data.dir, { recursive: true, force: true }))

it('an evaluation on other pictures asks where they were moved, takes no others, and finds all of its kind', async () => {
  const { cacheDir } = data
  const { dir } = run.paths
  await writeDrawings(at('elsewhere'), 7, 4)
  await writeDrawings(at('wrong'), 5, 4)
  const evaluated = async (way: number) => {
    const rules = { way, trials: 20, withinGroup: false, acrossDrawer: false }
    return evaluationId((await evaluateRun(dir, { cacheDir, data: at('elsewhere'), ...rules })).protocol)
  }
  const ids = [await evaluated(3), await evaluated(4)] as const
  const open = (id: string) => OpenTrials.open(dir, id, cacheDir)
  const before = await open(ids[0])
  await rename(at('elsewhere'), at('moved'))
  await expect(open(ids[0])).rejects.toMatchObject({
    code: 'evaluate/data-moved',
    subject: at('elsewhere'),
    values: { evaluation: ids[0] },
  })
  await expect(locateEvaluated(dir, ids[0], { folder: at('wrong'), cacheDir })).rejects.toMatchObject({
    code: 'evaluate/other-data',
    values: { evaluation: ids[0] },
  })
  await expect(open(ids[0])).rejects.toMatchObject({ code: 'evaluate/data-moved' })
  await locateEvaluated(dir, ids[0], { folder: at('moved'), cacheDir })
  expect((await open(ids[0])).results).toEqual(before.results)
  // The other evaluation on them need not ask again.
  expect((await readEvaluation(run.paths, ids[1])).data.root).toBe(at('moved'))
  expect((await open(ids[1])).protocol.way).toBe(4)
  // Others in their place are no answer either.
  await rename(at('moved'), at('kept'))
  await rename(at('wrong'), at('moved'))
  await expect(open(ids[0])).rejects.toMatchObject({ code: 'evaluate/other-data', subject: at('moved') })
}, 60_000)
