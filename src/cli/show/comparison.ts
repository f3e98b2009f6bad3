/** Two runs on identical trials, as tables a person can read. */
import type { RunComparison } from '../../shared/comparison.ts'
import { pointsRange, pointsText, pText } from '../../shared/comparison.ts'
import { integer, percent, percentRange } from '../format.ts'
import { clip, table, widthOf } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { shownFolder } from '../train/carry-out.ts'

/** Columns of a run's name, and of a recipe's value. */
const WIDEST = 36

/** The runs' names, told apart where their folders are called the same. */
function namesOf({ runs: [first, second] }: RunComparison): [string, string] {
  const names: [string, string] = [shownFolder(first.dir), shownFolder(second.dir)]
  return names[0] === names[1] ? [`${names[0]} (1)`, `${names[1]} (2)`] : names
}

const valueText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

/** Whether the difference is more than chance, in a sentence. */
function verdict({ paired: { difference, interval, p }, trials }: RunComparison, names: [string, string]): string {
  const [better, worse] = difference >= 0 ? names : [names[1], names[0]]
  const isOutside = interval[0] > 0 || interval[1] < 0
  if (isOutside && p < 0.05) return `On these trials ${better} is better than ${worse}, by more than chance explains.`
  if (isOutside || p < 0.05)
    return 'Interval and test disagree: the difference is at the edge of what these trials can tell.'
  return `These ${integer(trials)} trials do not tell the two apart.`
}

/** What `compare` prints. */
export function showComparison(terminal: Terminal, found: RunComparison): void {
  const { bold, dim } = terminal.colours
  const { protocol, runs, paired, bootstrap, trials } = found
  const names = namesOf(found)
  const title = protocol.name.includes(' trials') ? protocol.name : `${protocol.name}, ${integer(trials)} trials`
  terminal.out(`${bold(title)} ${dim(`(protocol ${protocol.hash.slice(0, 8)})`)}`)
  terminal.out()
  const width = Math.min(WIDEST, Math.max(...names.map(widthOf)))
  const rows = runs.map(({ accuracy, interval, step, seed }, i) => [
    clip(names[i] as string, width),
    percent(accuracy),
    percentRange(interval),
    `${integer(step)}`,
    `${seed}`,
  ])
  const head = ['run', 'accuracy', '95 % interval', 'step', 'seed'].map((name) => dim(name))
  for (const line of table([head, ...rows], ['left', 'right', 'right', 'right', 'right'], '  ')) terminal.out(line)
  terminal.out()
  const counts = [
    ['both right', integer(paired.both)],
    [`only ${clip(names[0], width)}`, integer(paired.onlyFirst)],
    [`only ${clip(names[1], width)}`, integer(paired.onlySecond)],
    ['neither', integer(paired.neither)],
  ]
  for (const line of table(counts, ['left', 'right'], '  ')) terminal.out(line)
  terminal.out()
  const drawn = `bootstrap over ${integer(bootstrap.units)} ${bootstrap.unit}s`
  const figures = [
    ['difference', `${pointsText(paired.difference)} points, 95 % ${pointsRange(paired.interval)} (${drawn})`],
    ['McNemar, exact', `p = ${pText(paired.p)}`],
  ]
  for (const line of table(figures, [], '  ')) terminal.out(line)
  terminal.out()
  terminal.out(verdict(found, names))
  terminal.out()
  showDifferences(terminal, found, names)
  if (found.alsoOn.length > 0) {
    terminal.out()
    const others = found.alsoOn.map(({ name, hash }) => `${hash.slice(0, 8)} (${name})`)
    terminal.out(dim(`Both were also evaluated on ${others.join('; ')}: --protocol chooses.`))
  }
}

function showDifferences(terminal: Terminal, { differences }: RunComparison, names: [string, string]): void {
  const { dim } = terminal.colours
  if (differences.length === 0) return terminal.out('Their recipes are the same.')
  const cut = (value: unknown) => clip(value === null ? '–' : valueText(value), WIDEST)
  const rows = differences.map(({ field, values }) => [field, cut(values[0]), cut(values[1])])
  const head = ['recipe', ...names.map((name) => clip(name, WIDEST))].map((name) => dim(name))
  for (const line of table([head, ...rows], ['left', 'right', 'right'], '  ')) terminal.out(line)
}
