import type { ExportResult } from '../../core/export/index.ts'
import { bytes } from '../format.ts'
import { table } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { shownFolder } from '../train/carry-out.ts'

/** A difference of rounding is told as a number, never as "none". */
export function differenceText({ largestDifference, pictures }: ExportResult): string {
  const size = largestDifference === 0 ? 'not at all' : `by ${largestDifference.toExponential(1)} of their size at most`
  return `read back in a fresh process, its codes of ${pictures} pictures differ ${size} from the run's`
}

/** The files that were written, and the proof. */
export function showExport(terminal: Terminal, result: ExportResult): void {
  const { green, bold } = terminal.colours
  terminal.out(`${green('Exported')} to ${bold(shownFolder(result.out))}:`)
  const rows = result.files.map(({ name, bytes: size }) => [name, bytes(size)])
  for (const line of table(rows, ['left', 'right'], '  ')) terminal.out(line)
  terminal.out()
  terminal.out(`Checked: ${differenceText(result)}.`)
  terminal.out(`README.md there shows how to use it.`)
}
