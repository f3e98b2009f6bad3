/** An evaluation as a table a person can read. */
import type { Accuracy, BaselineName, EvaluationResult, WrongTrial } from '../../shared/evaluation.ts'
import { count, figure, integer, percent, percentRange } from '../format.ts'
import { clipFront, table } from '../table.ts'
import type { Terminal } from '../terminal.ts'

const BASELINES: Readonly<Record<BaselineName, string>> = {
  hausdorff: 'modified Hausdorff distance',
  pixels: 'pixel nearest neighbour',
  untrained: 'the same network, untrained',
}

/** Wrong trials shown: the worst. */
const SHOWN = 5
const PATH_WIDTH = 34

function row(name: string, { accuracy, interval }: Accuracy): [string, string, string] {
  return [name, percent(accuracy), percentRange(interval)]
}

/** Rows of name, accuracy and interval: the run, its baselines from good to bad, chance. */
export function accuracyRows(result: EvaluationResult, name: string): [string, string, string][] {
  const baselines = (Object.entries(result.baselines) as [BaselineName, Accuracy][])
    .sort(([, a], [, b]) => b.accuracy - a.accuracy)
    .map(([baseline, accuracy]) => row(BASELINES[baseline], accuracy))
  return [row(name, result), ...baselines, ['chance', percent(result.chance), '']]
}

/** Smallest margin first; a trial without one failed most. */
function worst(wrong: readonly WrongTrial[]): WrongTrial[] {
  const margin = (trial: WrongTrial) => trial.margin ?? -Infinity
  return [...wrong].sort((a, b) => margin(a) - margin(b)).slice(0, SHOWN)
}

function showWrong(terminal: Terminal, { wrong, trials }: EvaluationResult): void {
  const { dim, green } = terminal.colours
  if (wrong.length === 0) return terminal.out(green(`Not one of ${integer(trials)} trials was wrong.`))
  const ties = wrong.filter(({ credit }) => credit > 0).length
  const tied = ties === 0 ? '' : `, ${integer(ties)} of them tied and worth a part of a point`
  terminal.out(`${count(wrong.length, 'trial')} of ${integer(trials)} wrong${tied}. The worst by margin:`)
  const rows = worst(wrong).map(({ trial, query, truth, chosen, margin }) => [
    `${trial}`,
    ...[query, chosen ?? 'nothing', truth].map((picture) => clipFront(picture, PATH_WIDTH)),
    figure(margin),
  ])
  const head = ['trial', 'query', 'taken for', 'instead of', 'margin'].map((title) => dim(title))
  for (const line of table([head, ...rows], ['right', 'left', 'left', 'left', 'right'], '  ')) terminal.out(line)
}

/** What `evaluate` prints. */
export function showEvaluation(terminal: Terminal, result: EvaluationResult): void {
  const { bold, dim } = terminal.colours
  terminal.out(`${bold(result.protocol.name)} ${dim(`(protocol ${result.protocol.hash.slice(0, 8)})`)}`)
  terminal.out()
  const rows = accuracyRows(result, 'this run')
  const head = [`${result.way}-way ${result.shot}-shot`, 'accuracy', '95 % interval'].map((title) => dim(title))
  const [first = [], ...others] = rows
  const shown = [head, first.map((cell) => bold(cell)), ...others]
  for (const line of table(shown, ['left', 'right', 'right'], '  ')) terminal.out(line)
  terminal.out()
  showWrong(terminal, result)
}
