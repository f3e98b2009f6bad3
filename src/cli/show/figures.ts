/** Figures beside an evaluation as tables a person can read. */
import type { VerificationFigure } from '../../shared/figures.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { rateDigits } from '../../shared/rate-text.ts'
import type { EvaluationFigures } from '../../core/trained/index.ts'
import { count, figure, integer, percent, percentRange } from '../format.ts'
import { clipFront, table, wrap } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { bar } from './bars.ts'

/** Ways that get a line: close together where the curve bends. */
const WAYS = [2, 3, 4, 5, 8, 10, 15, 20, 30, 40, 50]
/** Confusions shown: the most frequent. */
const SHOWN = 10
const BAR = 10

type Confusion = NonNullable<EvaluationFigures['confusion']>

function title(terminal: Terminal, text: string, more = ''): void {
  const { bold, dim } = terminal.colours
  terminal.out()
  terminal.out(`${bold(text)}${more ? ` ${dim(more)}` : ''}`)
  terminal.out()
}

function say(terminal: Terminal, text: string): void {
  for (const line of wrap(text, terminal.width)) terminal.out(line)
}

/** The evaluation that the figures stand beside. */
export interface Beside {
  readonly way: number
  readonly shot: number
  readonly encoder: Recipe['encoder']['kind']
}

type Curve = NonNullable<EvaluationFigures['curve']>[number]

/** Short enough for the head of a table. */
const BASELINES = { untrained: 'untrained', hausdorff: 'Hausdorff', pixels: 'pixels' } as const

/** What the run and its baselines reach on the same trials. @param rows a curve and a way of it, with what its line is called */
function showBeside(
  terminal: Terminal,
  first: string,
  rows: readonly { name: string; curve: Curve; way: number }[],
  encoder: Beside['encoder'],
): void {
  const { dim, bold } = terminal.colours
  const names = { ...BASELINES, ...(encoder === 'backbone' ? { untrained: 'no head' } : {}) }
  const shown = (['untrained', 'hausdorff', 'pixels'] as const).filter((name) => rows[0]?.curve.baselines[name])
  const head = [first, 'this run', ...shown.map((name) => names[name]), 'chance']
  const lines = rows.flatMap(({ name, curve, way }) => {
    const at = (points: Curve['points'] | undefined) => points?.find((point) => point.way === way)
    const own = at(curve.points)
    const cell = (point: typeof own) => (point ? percent(point.accuracy) : '')
    const others = shown.map((each) => cell(at(curve.baselines[each])))
    return own ? [[name, bold(percent(own.accuracy)), ...others, percent(own.chance)]] : []
  })
  for (const line of table(
    [head.map((cell) => dim(cell)), ...lines],
    head.map(() => 'right' as const),
    '  ',
  )) {
    terminal.out(line)
  }
}

function showCurves(terminal: Terminal, curves: readonly Curve[], { way: asked, shot, encoder }: Beside): void {
  const main = curves.find((curve) => curve.shot === shot) ?? curves[0]
  if (!main) return
  const { dim, bold } = terminal.colours
  const others = curves.filter((curve) => curve !== main)
  const { name, hash } = main.protocol
  title(terminal, 'Accuracy against ways and shots', `(${name}, ${hash.slice(0, 8)})`)
  const ways = [...new Set([...WAYS.filter((way) => way <= main.way), main.way])].sort((a, b) => a - b)
  const head = ['way', 'chance', `${main.shot}-shot`, '95 % interval', '', ...others.map((each) => `${each.shot}-shot`)]
  const rows = ways.map((way) => {
    const at = (curve: Curve) => curve.points.find((point) => point.way === way)
    const point = at(main)!
    const rest = others.map((curve) => {
      const found = at(curve)
      return found ? percent(found.accuracy) : ''
    })
    const own = [bold(percent(point.accuracy)), percentRange(point.interval), bar(point.accuracy, BAR).padEnd(BAR)]
    return [String(way), percent(point.chance), ...own, ...rest]
  })
  const align = ['right', 'right', 'right', 'right', 'left', ...others.map(() => 'right' as const)] as const
  for (const line of table([head.map((cell) => dim(cell)), ...rows], align, '  ')) terminal.out(line)
  terminal.out()
  const groups = main.withinGroup ? ' Each trial is as wide as its group: a larger way stands on fewer trials.' : ''
  say(
    terminal,
    `Drawn once with up to ${main.way} classes; for fewer ways each trial keeps the first of the others.${groups}`,
  )
  title(terminal, `Beside what must be beaten, ${main.shot}-shot`, '(on the same trials)')
  showBeside(
    terminal,
    'way',
    ways.map((way) => ({ name: String(way), curve: main, way })),
    encoder,
  )
  if (curves.length < 2) return
  const way = Math.min(asked, main.way)
  title(terminal, `Beside what must be beaten, ${way}-way`, '(on the same trials, drawn anew for each shot)')
  showBeside(
    terminal,
    'shot',
    curves.map((curve) => ({ name: String(curve.shot), curve, way })),
    encoder,
  )
}

function showVerification(terminal: Terminal, found: VerificationFigure): void {
  const { dim, bold } = terminal.colours
  const { genuine, impostor, totals, points } = found
  const which = { test: 'test classes', validation: 'validation classes', all: 'all classes' }[found.classes]
  title(
    terminal,
    'Verification: same or different?',
    `(${which}${found.withinGroup ? ', impostors within group' : ''})`,
  )
  const used = (part: number, all: number) => (part < all ? `${integer(part)} of ${integer(all)}` : integer(part))
  const rate = (share: number) => `${rateDigits(share)} %`
  const facts = [
    ['equal error rate', bold(rate(found.equalErrorRate))],
    ['area under the ROC curve', bold(found.auc.toFixed(4))],
    ['genuine pairs', used(genuine, totals.genuine)],
    ['impostor pairs', used(impostor, totals.impostor)],
  ]
  for (const line of table(facts, ['left', 'right'], '  ')) terminal.out(line)
  terminal.out()
  const head = ['threshold chosen for', 'distance', 'false accepts', '', 'false rejects', '', 'true accepts']
  const rows = points.map(({ target, threshold, falseAccept, trueAccept, supported }) => [
    `FAR ${Number((target * 100).toPrecision(3))} %${supported ? '' : ' (!)'}`,
    threshold === null ? 'none' : figure(threshold),
    rate(falseAccept),
    dim(`${integer(falseAccept * impostor)} of ${integer(impostor)}`),
    rate(1 - trueAccept),
    dim(`${integer((1 - trueAccept) * genuine)} of ${integer(genuine)}`),
    bold(rate(trueAccept)),
  ])
  const align = ['left', 'right', 'right', 'right', 'right', 'right', 'right'] as const
  for (const line of table([head.map((cell) => dim(cell)), ...rows], align, '  ')) terminal.out(line)
  terminal.out()
  const from =
    found.thresholdsFrom === 'validation'
      ? 'Thresholds were chosen on the validation classes, and are only reported here.'
      : 'Thresholds were chosen on these very pairs, which flatters them a little.'
  const lowest = `${integer(impostor)} impostor pairs can vouch for a false accept rate down to ${rate(found.lowestFalseAccept)} (no error in n pairs still allows 3/n).`
  const weak = points.some(({ supported }) => !supported) ? ' (!) Too few impostor pairs for a rate this low.' : ''
  say(terminal, `${from} ${lowest}${weak}`)
  if (genuine < totals.genuine || impostor < totals.impostor) {
    say(terminal, 'The pairs are a random sample from the seed of the recipe; --all-pairs compares all of them.')
  }
}

function showConfusion(terminal: Terminal, { classes, cells, wrong, trials }: Confusion): void {
  const { dim } = terminal.colours
  title(terminal, 'Confusions', `(${integer(wrong)} of ${integer(trials)} trials wrong)`)
  if (cells.length === 0) return terminal.out('Nothing was taken for anything else.')
  const room = Math.max(20, Math.floor((terminal.width - 24) / 2))
  const name = (place: number) => clipFront(classes[place]?.className ?? '', room)
  const rows = cells
    .slice(0, SHOWN)
    .map(({ truth, chosen, count: times, offered }) => [
      integer(times),
      dim(`of ${integer(offered)}`),
      name(truth),
      name(chosen),
    ])
  const head = ['times', '', 'shown', 'taken for'].map((cell) => dim(cell))
  for (const line of table([head, ...rows], ['right', 'left'], '  ')) terminal.out(line)
  terminal.out()
  const more = cells.length - rows.length
  const kinds = `${count(cells.length, 'kind')} of confusion among ${count(classes.length, 'class', 'classes')}`
  say(
    terminal,
    `${kinds}${more > 0 ? `; the most frequent are shown, --json has all` : ''}. "of": trials in which both stood.`,
  )
}

/** What `evaluate` prints with --curve, --verification and --confusion. */
export function showFigures(terminal: Terminal, figures: EvaluationFigures, beside: Beside): void {
  const { curve, verification, confusion } = figures
  if (curve) showCurves(terminal, curve, beside)
  if (verification) showVerification(terminal, verification)
  if (confusion) showConfusion(terminal, confusion)
}
