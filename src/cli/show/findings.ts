/** What the guard found, in the terminal. */
import type { Finding } from '../../shared/finding.ts'
import { shorten } from '../format.ts'
import type { Terminal } from '../terminal.ts'

/** Subjects named in a warning. */
const NAMED = 3

/** Warnings and notes go to stderr, as all warnings do; what passed is not mentioned. */
export function showWarnings(terminal: Terminal, findings: readonly Finding[]): void {
  const { yellow } = terminal.errColours
  for (const { severity, sentence, advice, subjects } of findings) {
    if (severity === 'passed') continue
    const about = subjects.length === 0 ? '' : ` (${shorten(subjects, NAMED)})`
    const said = sentence.replace(/\.$/, `${about}.`)
    const label = severity === 'warning' ? yellow('warning:') : 'note:'
    terminal.err([label, said, ...(severity === 'warning' && advice !== null ? [advice] : [])].join(' '))
  }
}
