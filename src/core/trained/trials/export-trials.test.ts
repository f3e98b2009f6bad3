import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TinyData } from '../../../../tests/fixtures/tiny-run.ts'
import { tinyTrained } from '../../../../tests/fixtures/train-tiny.ts'
import { readEvaluations } from '../../runs/index.ts'
import type { Run, StoredEvaluation } from '../../runs/index.ts'
import { evaluateRun } from '../index.ts'
import { OpenTrials, trialsCsv, trialsJson, trialsText } from './index.ts'

let data: TinyData
let run: Run
let evaluation: StoredEvaluation
let trials: OpenTrials
beforeAll(async () => {
  ;({ data, run } = await tinyTrained(5))
  const { cacheDir } = data
  const runDir = run.paths.dir
  await evaluateRun(runDir, { cacheDir, shot: 2, trials: 60, baselines: false })
  const [newest] = await readEvaluations(run.paths)
  evaluation = newest!
  trials = await OpenTrials.open(runDir, evaluation.id, cacheDir)
}, 120_000)
afterAll(() => rm(data.dir, { recursive: true, force: true }))

describe('all trials as JSON', () => {
  it('names files that are there, and gives the accuracy they sum up to', () => {
    const text = trialsText(trialsJson(trials, 'run', evaluation))
    const written = JSON.parse(text) as ReturnType<typeof trialsJson>
    expect(written).toEqual(JSON.parse(JSON.stringify(trialsJson(trials, 'run', evaluation))))
    expect(written).toMatchObject({ format: 'oneshot-trials', ways: 'all', evaluation: { way: 3, shot: 2 } })
    const { root, base } = written.data
    const files = written.trials.flatMap(({ query, ways }) => [query, ...ways.flatMap(({ supports }) => supports)])
    expect(files).toHaveLength(60 * 7)
    expect(files.filter((file) => !existsSync(path.join(root, base, file.path)))).toEqual([])
    expect(files.every((file) => file.path.startsWith(`${file.class}/`))).toBe(true)
    const credit = written.trials.reduce((sum, trial) => sum + trial.credit, 0)
    expect(credit / 60).toBeCloseTo(evaluation.accuracy, 10)
    for (const { ways, query, credit: own, margin } of written.trials) {
      const distances = ways.map(({ distance }) => distance ?? NaN)
      expect(distances).toEqual([...distances].sort((a, b) => a - b))
      const truth = ways.find((way) => way.truth)!
      expect(truth.class).toBe(query.class)
      expect(ways.find((way) => way.chosen)?.truth ?? false).toBe(own === 1)
      const others = ways.filter((way) => !way.truth).map(({ distance }) => distance ?? NaN)
      expect(margin).toBeCloseTo(Math.min(...others) - (truth.distance ?? NaN), 12)
    }
  })

  it('holds only the right and the chosen class of each trial where all would be too much', () => {
    const written = trialsJson(trials, 'run', evaluation, 100)
    expect(written.ways).toBe('truth and chosen')
    for (const { ways, credit } of written.trials) expect(ways).toHaveLength(credit === 1 ? 1 : 2)
  })
})

describe('all trials as CSV', () => {
  it('has the same figures, and every support of both classes', () => {
    const { trials: written } = trialsJson(trials, 'run', evaluation)
    const [head = '', ...lines] = trialsCsv(trials).trimEnd().split('\n')
    const columns = head.split(',')
    expect(lines).toHaveLength(60)
    for (const [index, line] of lines.entries()) {
      const row = Object.fromEntries(line.split(',').map((cell, at) => [columns[at], cell]))
      const { ways, query, credit, margin } = written[index]!
      const truth = ways.find((way) => way.truth)!
      const chosen = ways.find((way) => way.chosen)!
      expect(row).toEqual({
        trial: String(index),
        query: query.path,
        query_drawer: query.drawer ?? '',
        truth_class: truth.class,
        truth_supports: truth.supports.map((support) => support.path).join('|'),
        truth_distance: String(truth.distance),
        truth_rank: String(truth.rank),
        chosen_class: chosen.class,
        chosen_supports: chosen.supports.map((support) => support.path).join('|'),
        chosen_distance: String(chosen.distance),
        credit: String(credit),
        tied: '1',
        margin: String(margin),
      })
    }
  })
})
