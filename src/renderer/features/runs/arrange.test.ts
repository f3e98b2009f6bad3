import { describe, expect, it } from 'vitest'
import type { RunScore, RunSummary } from '../../../shared/contract/runs.ts'
import { arrangeRuns, matches, runsOf } from './arrange.ts'

const score = (hash: string, accuracy: number): RunScore => ({
  id: `of-${hash}`,
  protocol: { name: `protocol ${hash}`, hash },
  accuracy,
  interval: [accuracy, accuracy],
  chance: 0.05,
  trials: 400,
  way: 20,
  shot: 1,
  dataHash: 'letters',
})
const run = (id: string, changes: Partial<RunSummary> = {}): RunSummary => ({
  id,
  dir: `/runs/${id}`,
  created: `2026-01-0${id.length}`,
  status: 'finished',
  message: null,
  recipe: 'all-pairs',
  device: 'cpu',
  dataset: null,
  seed: 1,
  seedKey: id,
  groupSeeds: null,
  step: 10,
  seconds: 1,
  best: null,
  scores: [],
  archived: false,
  ...changes,
})
const ids = (lines: ReturnType<typeof arrangeRuns>) =>
  lines.map((line) => {
    if (line.kind === 'run') return line.run.id
    if (line.kind === 'seeds') return `<${line.runs.length} seeds ${line.found?.spread.mean.toFixed(2) ?? 'none'}>`
    return `[${line.score?.protocol.hash ?? 'none'} ${line.runs}]`
  })

describe('the list of runs', () => {
  it('finds by every word, in name, recipe and status', () => {
    expect(matches(run('leaf'), 'LEAF pairs finished')).toBe(true)
    expect(matches(run('leaf'), 'leaf koch')).toBe(false)
    expect(matches(run('leaf', { recipe: null }), '')).toBe(true)
  })

  it('sorts by date and by name, numbers in names as numbers', () => {
    const list = [run('run10'), run('run9'), run('a')]
    expect(ids(arrangeRuns(list, '', { by: 'name', descending: false }))).toEqual(['a', 'run9', 'run10'])
    expect(ids(arrangeRuns(list, '', { by: 'created', descending: true }))).toEqual(['run10', 'run9', 'a'])
  })

  it('never puts accuracies of two protocols in one order', () => {
    const list = [
      run('low', { scores: [score('x', 0.5), score('y', 0.99)] }),
      run('high', { scores: [score('x', 0.9), score('x', 0.1)] }),
      run('new'),
    ]
    const lines = arrangeRuns(list, '', { by: 'accuracy', descending: true })
    expect(ids(lines)).toEqual(['[x 2]', 'high', 'low', '[y 1]', 'low', '[none 1]', 'new'])
    expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length)
  })

  it('puts seeds of one training below their mean, where the first of them stands', () => {
    const seeds = [0.8, 0.9].map((accuracy, i) =>
      run(`seed${i}`, { seed: i, seedKey: 'k', scores: [score('x', accuracy)] }),
    )
    const list = [run('alone'), ...seeds, run('bare1', { seedKey: 'b' }), run('bare2', { seedKey: 'b', seed: 2 })]
    const lines = arrangeRuns(list, '', { by: 'name', descending: false }, true)
    expect(ids(lines)).toEqual(['alone', '<2 seeds none>', 'bare1', 'bare2', '<2 seeds 0.85>', 'seed0', 'seed1'])
    expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length)
    expect(new Set(lines.flatMap(runsOf)).size).toBe(5)
  })

  it('ranks means over seeds among single runs of the same protocol', () => {
    const seeds = [0.8, 0.9].map((accuracy, i) =>
      run(`seed${i}`, { seed: i, seedKey: 'k', scores: [score('x', accuracy)] }),
    )
    const list = [run('best', { scores: [score('x', 0.95)] }), ...seeds, run('least', { scores: [score('x', 0.5)] })]
    const lines = arrangeRuns(list, '', { by: 'accuracy', descending: true }, true)
    expect(ids(lines)).toEqual(['[x 4]', 'best', '<2 seeds 0.85>', 'least'])
  })
})
