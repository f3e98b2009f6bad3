/** A record replays to the identical number on the same device, whoever made it: the terminal or the app. */
import { copyFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EvaluationResult } from '../../src/shared/evaluation.ts'
import { readMetrics } from '../../src/core/runs/index.ts'
import { cli, json, SMALL } from '../fixtures/cli.ts'
import { evaluateAsked, openDataset, openHost } from '../fixtures/host.ts'
import type { TestHost } from '../fixtures/host.ts'
import { writeDrawings } from '../fixtures/pictures.ts'
import { withoutTime } from '../fixtures/tiny-run.ts'

let test: TestHost
let pictures: string
beforeAll(async () => {
  test = await openHost()
  process.env['ONESHOT_CACHE'] = path.join(test.dir, 'cache')
  pictures = path.join(test.dir, 'pictures')
  await writeDrawings(pictures, 15, 6)
})
afterAll(() => test.close())

const curveOf = async (run: string) => withoutTime(await readMetrics(path.join(run, 'metrics.jsonl')))

/** What the app does: opens the pictures, plans, trains, evaluates. */
async function trainInTheApp(): Promise<{ run: string; accuracy: number }> {
  const { client, dir } = test
  const { id: datasetId } = await openDataset(client, pictures)
  const overrides = Object.fromEntries(
    SMALL.filter((flag) => flag.includes('=')).map((flag) => {
      const [field = '', value = ''] = flag.split('=')
      return [field, JSON.parse(value) as unknown]
    }),
  )
  const { recipe, split } = await client.plan.make({
    datasetId,
    preset: 'all-pairs',
    overrides: { ...overrides, seed: 3, 'budget.steps': 12 },
    validation: null,
    test: null,
    by: null,
  })
  const { runId } = await client.training.start({ datasetId, recipe, split, device: 'cpu', why: null })
  for await (const update of await client.training.watch({ runId })) expect(update.state.error).toBeNull()
  const { accuracy } = await evaluateAsked(client, runId, { trials: 60, seed: 5 })
  return { run: path.join(dir, 'runs', runId), accuracy }
}

async function trainInTheTerminal(): Promise<{ run: string; accuracy: number }> {
  const run = path.join(test.dir, 'cli')
  await cli('train', pictures, '--out', run, '--seed', '3', '--steps', '12', ...SMALL)
  const result = json(await cli('evaluate', run, '--trials', '60', '--seed', '5', '--json'))
  return { run, accuracy: result['accuracy'] as number }
}

describe('replay', { timeout: 240_000 }, () => {
  it.each([
    ['the terminal', trainInTheTerminal],
    ['the app', trainInTheApp],
  ])('reaches the identical number from the record %s made', async (maker, train) => {
    const { run, accuracy } = await train()
    // The recipe alone, as it is handed to somebody else: nothing beside it can help.
    const alone = path.join(test.dir, `${maker.replace(' ', '-')}.json`)
    await copyFile(path.join(run, 'recipe.json'), alone)
    const again = path.join(test.dir, `again-${maker.replace(' ', '-')}`)
    expect(json(await cli('replay', alone, '--out', again, '--json'))).toMatchObject({ step: 12, reason: 'budget' })
    const replayed = json(await cli('evaluate', again, '--trials', '60', '--seed', '5', '--json'))
    expect((replayed as unknown as EvaluationResult).accuracy).toBe(accuracy)
    expect(accuracy).toBeGreaterThan(0)
    expect(await curveOf(again)).toEqual(await curveOf(run))
  })

  it('and both makers give the same run for the same wishes', async () => {
    expect(await curveOf(path.join(test.dir, 'again-the-app'))).toEqual(
      await curveOf(path.join(test.dir, 'again-the-terminal')),
    )
  })
})
