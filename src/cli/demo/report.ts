import type { ClassSplit, DatasetInfo } from '../../shared/dataset.ts'
import type { EvaluationResult } from '../../shared/evaluation.ts'
import type { Recipe } from '../../shared/recipe.ts'
import type { ExportResult } from '../../core/export/index.ts'
import { batchShape } from '../../core/model/batch-shape.ts'
import { invocation, quoted } from '../command.ts'
import { bytes, count, duration, integer } from '../format.ts'
import { bar } from '../show/bars.ts'
import { accuracyRows } from '../show/evaluation.ts'
import { differenceText } from '../show/export.ts'
import { table, wrap } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import type { Finished } from '../train/carry-out.ts'
import { shownFolder } from '../train/carry-out.ts'
import { TEST_ALPHABET } from './sample.ts'

const BAR_WIDTH = 24
const INDENT = '   '

/** What `npm run demo` prints, step by step. */
export class DemoReport {
  private readonly terminal: Terminal
  private steps = 0

  constructor(terminal: Terminal) {
    this.terminal = terminal
  }

  data({ classes, groups, pictures }: DatasetInfo, split: ClassSplit): void {
    this.title('The pictures')
    this.text(
      `${integer(pictures.length)} drawings of ${classes.length} characters from ${groups.length} alphabets, each character ` +
        `drawn once by 20 people. The network learns from ${split.train.length} of them; the ${split.test.length} of the ` +
        `${TEST_ALPHABET} alphabet are kept for the test.`,
    )
  }

  beforeTraining({ name, budget }: Recipe, device: string): void {
    this.title('Training')
    const minutes = budget.minutes ?? 0
    this.text(
      `From scratch with the recipe ${name} on ${device}, for ${duration(minutes * 60)}: every pair of drawings in a batch says "same" or "different".`,
    )
  }

  training({ done, watched }: Finished, recipe: Recipe): void {
    const batch = batchShape(recipe).pictures
    const first = watched.progress
    const speed = first ? `, ${integer(first.picturesPerSecond)} pictures a second` : ''
    this.text(`${count(done.step, 'step')} of ${batch} drawings in ${duration(done.seconds)}${speed}.`)
  }

  test(result: EvaluationResult): void {
    const { bold, green, dim } = this.terminal.colours
    this.title(`The test: ${TEST_ALPHABET}, which it has never seen`)
    this.text(
      `It sees one drawing each of ${result.way} characters, then a drawing of one of them by somebody else. Which is it? ` +
        `${integer(result.trials)} such trials:`,
    )
    this.terminal.out()
    const shares = [result.accuracy, ...rest(result)]
    const rows = accuracyRows(result, 'this network').map(([name, accuracy, interval], i) => {
      const drawn = bar(shares[i] ?? 0, BAR_WIDTH)
      return i === 0 ? [bold(name), bold(accuracy), interval, green(drawn)] : [name, accuracy, interval, dim(drawn)]
    })
    const head = ['', 'right', '95 % interval', ''].map((title) => dim(title))
    for (const line of table([head, ...rows], ['left', 'right', 'right'], INDENT)) this.terminal.out(line)
  }

  export(result: ExportResult): void {
    this.title('The exported model')
    const model = result.files.find(({ name }) => name === 'model.onnx')
    this.text(`${shownFolder(result.out)}/model.onnx, ${bytes(model?.bytes ?? 0)}: ${differenceText(result)}.`)
  }

  end(runDir: string, seconds: number): void {
    const { dim, bold } = this.terminal.colours
    const { terminal } = this
    const folder = shownFolder(runDir)
    terminal.out()
    terminal.out(`Done in ${duration(seconds)}. Everything is in ${bold(folder)}. What next?`)
    const cli = invocation()
    const next = [
      [`${cli} evaluate ${quoted(folder)}`, 'more trials, and the worst mistakes'],
      [`${cli} train FOLDER`, 'your own pictures: one sub-folder for each class'],
    ].map(([command = '', what = '']) => [command, dim(`# ${what}`)])
    for (const line of table(next, [], INDENT)) terminal.out(line)
  }

  private title(title: string): void {
    const { bold, cyan } = this.terminal.colours
    this.steps += 1
    if (this.steps > 1) this.terminal.out()
    this.terminal.out(`${cyan(`${this.steps}.`)} ${bold(title)}`)
  }

  private text(text: string): void {
    for (const line of wrap(text, this.terminal.width - INDENT.length)) this.terminal.out(INDENT + line)
  }
}

/** Shares of the rows below the first, in the order of `accuracyRows`. */
function rest({ baselines, chance }: EvaluationResult): number[] {
  const shares = Object.values(baselines).map(({ accuracy }) => accuracy)
  return [...shares.sort((a, b) => b - a), chance]
}
