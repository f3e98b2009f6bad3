import { markdown } from '../report.ts'
import { contest, contestants } from '../side-by-side/contest.ts'
import type { Case } from '../side-by-side/contest.ts'
import { median } from '../../../src/shared/statistics.ts'
import type { Part } from './index.ts'

const conv4 = (batch: number, side: number, channels: number): Case => ({
  kind: 'train',
  network: 'conv4',
  batch,
  size: [side, side, channels],
})
const GROWING: readonly (readonly [string, readonly Case[]])[] = [
  ['batch', [16, 32, 64, 128, 256].map((batch) => conv4(batch, 35, 1))],
  ['picture side', [28, 35, 56, 84, 112].map((side) => conv4(64, side, 3))],
]

/** How a step grows with the batch and with the pictures: time, memory, and time per pixel fed. */
export const growth: Part = async ({ python, rounds }) => {
  const [ours] = await contestants(python)
  if (!ours) throw new Error('our own side is missing')
  const rows: string[][] = []
  for (const [what, cases] of GROWING) {
    for (const task of cases) {
      const [outcome] = await contest(task, [ours], Math.min(3, rounds), 1)
      if (!outcome) throw new Error('our own side did not start')
      const [height, width, channels] = task.size
      const seconds = median(outcome.rounds.map((round) => round.seconds))
      const peak = Math.max(...outcome.rounds.map((round) => round.peak))
      rows.push([
        what,
        `${task.batch} x ${height}x${width}x${channels}`,
        `${(seconds * 1000).toFixed(0)} ms`,
        `${((seconds * 1e9) / (task.batch * height * width)).toFixed(0)} ns`,
        `${(peak / 2 ** 20).toFixed(0)} MiB`,
        `${outcome.ready.toFixed(1)} s`,
      ])
      console.log(rows.at(-1)?.join('  '))
    }
  }
  const head = ['growing', 'batch', 'step', 'per place of the picture', 'peak memory', 'ready']
  return `## How a step grows\n\nConv-4 with 64 filters, supervised contrastive loss. Classes and pictures: tests/bench/large-dataset.ts.\n\n${markdown(head, rows)}`
}
