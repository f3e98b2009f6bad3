/** Several seeds of one recipe: trained, interrupted, gone on with, evaluated and compared from the terminal. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunComparison } from '../../src/shared/comparison.ts'
import { pointsRange, pointsText, pText } from '../../src/shared/comparison.ts'
import { seedSpread } from '../../src/shared/seeds.ts'
import { mean } from '../../src/shared/statistics.ts'
import { percent, percentRange } from '../../src/cli/format.ts'
import { readCredits, readRecord, runPaths } from '../../src/core/runs/index.ts'
import type { GroupEvaluation } from '../../src/core/trained/index.ts'
import { cli, json, SMALL, startCli } from '../fixtures/cli.ts'
import { writeDrawings } from '../fixtures/pictures.ts'

let dir: string
let pictures: string
let base: string
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'oneshot-cli-seeds-'))
  process.env['ONESHOT_CACHE'] = path.join(dir, 'cache')
  pictures = path.join(dir, 'pictures')
  base = path.join(dir, 'mine')
  await writeDrawings(pictures, 15, 6)
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const seed = (number: number) => `${base}-seed${number}`

describe('train --seeds', { timeout: 240_000 }, () => {
  it('stops cleanly at Ctrl+C and goes on with what is left, on the same classes', async () => {
    // Thousands of trials after every step: so there is time to interrupt.
    const slow = ['--set', 'validation.every=1', '--set', 'validation.trials=2000']
    const flags = ['train', pictures, ...SMALL, '--steps', '10', ...slow, '--seeds', '3', '--out', base]
    const child = startCli([...flags, '--verbose'], dir)
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString()
      if (out.includes('seed 2, 2 of 3') && `${chunk.toString()}`.includes('step 3:')) child.kill('SIGINT')
    })
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect({ code, err }).toEqual({ code: 130, err: expect.stringMatching(/Stopped at step \d/) as string })
    expect(err).toContain('train --resume --out mine\n')
    expect(out).not.toContain('seed 3, 3 of 3')

    const early = await cli('evaluate', base)
    expect(early).toMatchObject({ code: 1, err: expect.stringContaining('1 have been trained to the end') as string })
    const wrong = await cli('train', '--resume', '--out', base, '--seeds', '5')
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('--seeds has no meaning') as string })

    const result = json(await cli('train', '--resume', '--out', base, '--json'))
    expect(result).toMatchObject({ seeds: [1, 2, 3], complete: true })
    expect(result['runs']).toMatchObject([1, 2, 3].map((number) => ({ seed: number, step: 10, reason: 'budget' })))
    const records = await Promise.all([1, 2, 3].map((number) => readRecord(runPaths(seed(number)).record)))
    expect(records.map(({ recipe }) => recipe.seed)).toEqual([1, 2, 3])
    for (const { split, group } of records) {
      expect(split).toEqual(records[0]?.split)
      expect(group).toEqual({ id: 'mine', seeds: [1, 2, 3] })
    }
  })

  it('says in each run why the recipe was chosen, for every language', async () => {
    const chosen = path.join(dir, 'chosen')
    await cli('train', pictures, '--device', 'cpu', '--seeds', '2', '--out', chosen, '--json')
    for (const number of [1, 2]) {
      const { why, reason } = await readRecord(runPaths(`${chosen}-seed${number}`).record)
      expect(reason).toMatchObject({ code: expect.stringMatching(/^recipe-choice\//) as string, text: why })
    }
  })

  it('refuses a name that is taken before it trains anything', async () => {
    const taken = await cli('train', pictures, ...SMALL, '--steps', '2', '--seeds', '2', '--out', base)
    expect(taken).toMatchObject({ code: 1, out: '', err: expect.stringContaining('already a run') as string })
  })
})

describe('evaluate of a group', { timeout: 240_000 }, () => {
  let found: GroupEvaluation
  it('gives each seed on the same trials, mean, standard deviation and the interval over seeds', async () => {
    found = json(await cli('evaluate', base, '--trials', '80', '--json')) as unknown as GroupEvaluation
    expect(found).toMatchObject({ trials: 80, missing: [], spread: { seeds: 3, method: 'student-t' } })
    expect(found.runs.map((each) => each.seed)).toEqual([1, 2, 3])
    expect(found.spread).toEqual(seedSpread(found.runs.map(({ accuracy }) => accuracy)))
    expect(Object.keys(found.baselines).sort()).toEqual(['hausdorff', 'pixels', 'untrained'])
  })

  it('prints the figures of the JSON', async () => {
    const { out } = await cli('evaluate', base, '--trials', '80')
    const { runs, spread } = found
    for (const { seed: number, accuracy, interval } of runs) {
      expect(out).toMatch(new RegExp(`^ {2}seed ${number} +${percent(accuracy)} +${percentRange(interval)}$`, 'm'))
    }
    expect(out).toMatch(new RegExp(`mean of 3 seeds +${percent(spread.mean)} +${percentRange(spread.interval)}$`, 'm'))
    expect(out).toContain(`Standard deviation over seeds ${(spread.standardDeviation * 100).toFixed(1)} points.`)
    expect(out).toMatch(/Student's t over seeds \(2\s+degrees of freedom\)/)
  })

  it('asks a single seed for the same trials as the group', async () => {
    const alone = json(await cli('evaluate', seed(3), '--trials', '80', '--json'))
    expect(alone['protocol']).toEqual(found.protocol)
    expect(alone['accuracy']).toBe(found.runs[2]?.accuracy)
  })

  it('has no mean for trials that differ from seed to seed', async () => {
    const refused = await cli('evaluate', base, '--protocol', 'validation')
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('validation trials of its own') as string })
  })
})

describe('compare', { timeout: 240_000 }, () => {
  it('gives table, difference, interval and p; the JSON holds the same figures', async () => {
    const found = json(await cli('compare', seed(1), seed(2), '--json')) as unknown as RunComparison
    const [a, b] = await Promise.all(
      found.runs.map(({ dir: run, evaluation }) => readCredits(runPaths(run), evaluation)),
    )
    const { paired } = found
    expect(paired.both + paired.onlyFirst + paired.onlySecond + paired.neither).toBe(80)
    expect(paired.difference).toBeCloseTo(mean(a ?? []) - mean(b ?? []), 12)
    expect(found.differences).toEqual([{ field: 'seed', values: [1, 2] }])
    const { out, code } = await cli('compare', seed(1), seed(2))
    expect(code).toBe(0)
    expect(out).toMatch(new RegExp(`both right +${paired.both}$`, 'm'))
    expect(out).toMatch(new RegExp(`neither +${paired.neither}$`, 'm'))
    expect(out).toContain(`${pointsText(paired.difference)} points, 95 % ${pointsRange(paired.interval)}`)
    expect(out).toContain(`p = ${pText(paired.p)}`)
  })

  it('refuses different trials with both names; the command it names makes it possible', async () => {
    const other = path.join(dir, 'other')
    await cli('train', pictures, ...SMALL, '--steps', '5', '--seed', '1', '--out', other)
    await cli('evaluate', other, '--trials', '30')
    const refused = await cli('compare', seed(1), other)
    expect(refused.code).toBe(1)
    expect(refused.err).toMatch(/80 trials, seed 1" \(\w{8}\) and other was evaluated on ".*30 trials, seed 1"/)
    const [, command = ''] = /oneshot (evaluate .*)$/m.exec(refused.err) ?? []
    expect((await cli(...command.split(' '))).code).toBe(0)
    expect((await cli('compare', seed(1), other)).code).toBe(0)
  })
})
