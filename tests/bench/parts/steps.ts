import { readFileSync } from 'node:fs'
import path from 'node:path'
import { markdown } from '../report.ts'
import { contest, contestants } from '../side-by-side/contest.ts'
import type { Case, Outcome, Round } from '../side-by-side/contest.ts'
import { median } from '../../../src/shared/statistics.ts'
import type { Part } from './index.ts'

const CASES = JSON.parse(readFileSync(path.join(import.meta.dirname, '../side-by-side/cases.json'), 'utf8')) as Record<
  string,
  Case
>

const of = (rounds: readonly Round[], what: keyof Round) => median(rounds.map((round) => round[what]))

/** How much longer ours takes, round by round: the median, and the least and most. */
function ratio(ours: Outcome, other: Outcome): string {
  const each = ours.rounds.map(({ seconds }, i) => seconds / (other.rounds[i]?.seconds ?? NaN))
  return `${median(each).toFixed(2)} (${Math.min(...each).toFixed(2)}-${Math.max(...each).toFixed(2)})`
}

/** Training steps and forward passes beside Keras and PyTorch. */
export const steps: Part = async ({ python, rounds }) => {
  const who = await contestants(python)
  const rows: string[][] = []
  const versions = new Set<string>()
  for (const [name, task] of Object.entries(CASES)) {
    const outcomes = await contest(task, who, rounds)
    for (const { version } of outcomes) versions.add(version)
    const [ours, ...others] = outcomes
    if (!ours) throw new Error('our own side did not start')
    const cell = (who: string, show: (outcome: Outcome) => string) => {
      const found = outcomes.find((outcome) => outcome.name === who)
      return found ? show(found) : '-'
    }
    const time = ({ rounds: all }: Outcome) => `${(of(all, 'seconds') * 1000).toFixed(0)} ms`
    const memory = ({ rounds: all }: Outcome) => `${(of(all, 'peak') / 2 ** 20).toFixed(0)}`
    const sides = ['ours', 'Keras', 'PyTorch']
    rows.push([
      name,
      ...sides.map((side) => cell(side, time)),
      ...['Keras', 'PyTorch'].map((side) =>
        others.some((other) => other.name === side) ? cell(side, (other) => ratio(ours, other)) : '-',
      ),
      sides.map((side) => cell(side, memory)).join(' / '),
      `${ours.ready.toFixed(1)} s`,
    ])
    console.log(rows.at(-1)?.join('  '))
  }
  const head = ['case', 'ours', 'Keras', 'PyTorch', 'ours / Keras', 'ours / PyTorch', 'peak memory, MiB', 'ready']
  return [
    '## A step beside Keras and PyTorch',
    '',
    `Time of one step, ${rounds} interleaved rounds; ratios below 1 mean that ours is quicker, least and most in brackets. Like for`,
    'like: one batch of both pictures, bias-corrected Adam, running statistics. `ready` is ours: trace, passes, session, first step.',
    `${[...versions].join('; ')}. tests/bench/side-by-side/cases.json says what is computed.`,
    '',
    markdown(head, rows),
  ].join('\n')
}
