/** The evaluation of several seeds as a table a person can read. */
import type { Recipe } from '../../shared/recipe.ts'
import type { GroupEvaluation } from '../../core/trained/index.ts'
import { integer, percent, percentRange } from '../format.ts'
import { table, wrap } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { accuracyRows } from './evaluation.ts'

/** What `evaluate` prints of a group. @param encoder of its runs */
export function showGroupEvaluation(
  terminal: Terminal,
  found: GroupEvaluation,
  encoder: Recipe['encoder']['kind'],
): void {
  const { bold, dim, yellow } = terminal.colours
  const { protocol, way, shot, trials, runs, spread, missing } = found
  const title = protocol.name.includes(' trials') ? protocol.name : `${protocol.name}, ${integer(trials)} trials`
  terminal.out(`${bold(title)} ${dim(`(protocol ${protocol.hash.slice(0, 8)})`)}`)
  terminal.out()
  const rows = runs.map(({ seed, accuracy, interval }) => [`seed ${seed}`, percent(accuracy), percentRange(interval)])
  const others = accuracyRows(
    { ...found, accuracy: spread.mean, interval: spread.interval, credits: [], wrong: [] },
    '',
    encoder,
  ).slice(1)
  const head = [`${way}-way ${shot}-shot`, 'accuracy', '95 % interval'].map((name) => dim(name))
  const mean = [bold(`mean of ${spread.seeds} seeds`), bold(percent(spread.mean)), bold(percentRange(spread.interval))]
  for (const line of table([head, ...rows, mean, ...others], ['left', 'right', 'right'], '  ')) terminal.out(line)
  terminal.out()
  const told =
    `Standard deviation over seeds ${percent(spread.standardDeviation).replace(' %', ' points')}. The interval of the mean is ` +
    `Student's t over seeds (${spread.seeds - 1} degrees of freedom); those of single seeds are Wilson's over trials.`
  for (const line of wrap(told, terminal.width)) terminal.out(line)
  if (missing.length === 0) return
  terminal.out(`${yellow('note:')} Not trained to the end and not counted: seeds ${missing.join(', ')}.`)
}
