/** An evaluation as a table a person can read. */
import path from 'node:path'
import type { Recipe } from '../../shared/recipe.ts'
import type {
  Accuracy,
  BaselineName,
  ClusteredInterval,
  EvaluationResult,
  WrongTrial,
} from '../../shared/evaluation.ts'
import { publishedFor } from '../../shared/published.ts'
import type { PublishedMethod } from '../../shared/published.ts'
import { count, figure, integer, percent, percentRange } from '../format.ts'
import { clipFront, table, widthOf } from '../table.ts'
import type { Terminal } from '../terminal.ts'

/** What the baselines are called; a frozen network without its head is not untrained. */
function namesOf(encoder: Recipe['encoder']['kind'] | undefined): Readonly<Record<BaselineName, string>> {
  return {
    hausdorff: 'modified Hausdorff distance',
    pixels: 'pixel nearest neighbour',
    untrained: encoder === 'backbone' ? 'same features without a head' : 'same network, untrained',
  }
}

/** Wrong trials shown: the worst. */
const SHOWN = 5
/** Least columns of a path. */
const NARROWEST = 24

function row(name: string, { accuracy, interval }: Accuracy): [string, string, string] {
  return [name, percent(accuracy), percentRange(interval)]
}

/**
 * Rows of name, accuracy and interval: the run, its baselines from good to bad, chance.
 * @param encoder of the run
 */
export function accuracyRows(
  result: EvaluationResult,
  name: string,
  encoder?: Recipe['encoder']['kind'],
): [string, string, string][] {
  const names = namesOf(encoder)
  const baselines = (Object.entries(result.baselines) as [BaselineName, Accuracy][])
    .sort(([, a], [, b]) => b.accuracy - a.accuracy)
    .map(([baseline, accuracy]) => row(names[baseline], accuracy))
  return [row(name, result), ...baselines, ['chance', percent(result.chance), '']]
}

/** Smallest margin first, each mistake once; a trial without a margin failed most. */
function worst(wrong: readonly WrongTrial[]): WrongTrial[] {
  const margin = (trial: WrongTrial) => trial.margin ?? -Infinity
  const found = new Map<string, WrongTrial>()
  for (const trial of [...wrong].sort((a, b) => margin(a) - margin(b))) {
    const mistake = [trial.query, trial.chosen, trial.truth].join('\n')
    if (!found.has(mistake)) found.set(mistake, trial)
    if (found.size === SHOWN) break
  }
  return [...found.values()]
}

function showWrong(terminal: Terminal, { wrong, trials }: EvaluationResult): void {
  const { dim, green } = terminal.colours
  if (wrong.length === 0) return terminal.out(green(`Not one of ${integer(trials)} trials was wrong.`))
  const ties = wrong.filter(({ credit }) => credit > 0).length
  const tied = ties === 0 ? '' : `, ${integer(ties)} of them tied and worth a part of a point`
  terminal.out(`${count(wrong.length, 'trial')} of ${integer(trials)} wrong${tied}. The worst by margin:`)
  const shown = worst(wrong)
  // The support of its own class lies in the query's folder as a rule: its name will do.
  const own = shown.map(({ query, truth }) => (folderOf(query) === folderOf(truth) ? path.basename(truth) : truth))
  const taken = Math.max(...own.map(widthOf), 'instead of'.length) + 2 + 5 + 2 + 7 + 2 + 2
  const room = Math.max(NARROWEST, Math.floor((terminal.width - taken - 2) / 2))
  const rows = shown.map(({ trial, query, chosen, margin }, i) => [
    `${trial}`,
    figure(margin),
    clipFront(query, room),
    chosen === null ? 'nothing' : clipFront(chosen, room),
    own[i] ?? '',
  ])
  const head = ['trial', 'margin', 'query', 'taken for', 'instead of'].map((title) => dim(title))
  for (const line of table([head, ...rows], ['right', 'right'], '  ')) terminal.out(line)
}

const folderOf = (picture: string) => picture.slice(0, picture.lastIndexOf('/'))

/** Whether training was for nothing as far as these trials tell. */
function isBeaten({ accuracy, baselines }: EvaluationResult): boolean {
  return Object.values(baselines).some((baseline) => baseline.accuracy >= accuracy)
}

/** Trials with common supports are not independent, and an interval that takes them so is too narrow. */
function showBootstrap(terminal: Terminal, { trials }: EvaluationResult, bootstrap: ClusteredInterval): void {
  const { interval, clusters } = bootstrap
  const sets = `The ${integer(trials)} trials share ${integer(clusters)} support sets, and those with the same stand or fall together.`
  terminal.out(sets)
  terminal.out(`Drawing whole sets instead of trials (bootstrap), the 95 % interval is ${percentRange(interval)}.`)
  terminal.out()
}

/** What `evaluate` prints. */
export function showEvaluation(
  terminal: Terminal,
  result: EvaluationResult,
  encoder?: Recipe['encoder']['kind'],
): void {
  const { bold, dim, yellow } = terminal.colours
  const { name, hash } = result.protocol
  const title = name.includes(' trials') ? name : `${name}, ${integer(result.trials)} trials`
  terminal.out(`${bold(title)} ${dim(`(protocol ${hash.slice(0, 8)})`)}`)
  terminal.out()
  const rows = accuracyRows(result, 'this run', encoder)
  const head = [`${result.way}-way ${result.shot}-shot`, 'accuracy', '95 % interval'].map((title) => dim(title))
  const [first = [], ...others] = rows
  const shown = [head, first.map((cell) => bold(cell)), ...others]
  for (const line of table(shown, ['left', 'right', 'right'], '  ')) terminal.out(line)
  terminal.out()
  if (result.bootstrap) showBootstrap(terminal, result, result.bootstrap)
  if (result.seen !== undefined) {
    const some = result.seen === result.trials ? 'These trials' : `${integer(result.seen)} of these trials`
    terminal.out(`${yellow('note:')} ${some} show classes the run was trained on: that says nothing about new ones.`)
    terminal.out()
  }
  const [better] = others.filter((_, i) => i < others.length - 1)
  if (better && isBeaten(result)) {
    terminal.out(`${yellow('note:')} On these trials the ${better[0]} does at least as well as this run.`)
    terminal.out()
  }
  showPublished(terminal, result)
  showWrong(terminal, result)
}

const METHODS: Readonly<Record<PublishedMethod, string>> = {
  people: 'people',
  hbpl: 'hierarchical Bayesian program learning',
  bpl: 'Bayesian program learning',
  convSiamese: 'convolutional Siamese network',
  deepConvnet: 'deep convolutional network',
  affine: 'affine model',
  hierarchicalDeep: 'hierarchical deep model',
  boltzmann: 'deep Boltzmann machine',
  hausdorff: 'modified Hausdorff distance',
  fullSiamese: 'fully connected Siamese network',
  strokes: 'simple strokes',
  pixels: 'pixel nearest neighbour',
  prototypical: 'prototypical network',
  matching: 'matching network',
}

function showPublished(terminal: Terminal, result: EvaluationResult): void {
  const { dim } = terminal.colours
  const published = publishedFor(result)
  if (published.length === 0) return
  terminal.out(
    'Published for such trials, on the evaluation alphabets and with other training data: for orientation only.',
  )
  const rows = published.map(({ method, accuracy, source }) => [METHODS[method], percent(accuracy), dim(source)])
  for (const line of table(rows, ['left', 'right'], '  ')) terminal.out(line)
  terminal.out()
}
