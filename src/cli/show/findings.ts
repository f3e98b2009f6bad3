/** What the guard found, in the terminal. */
import type { Finding } from '../../shared/finding.ts'
import { shorten } from '../format.ts'
import type { Terminal } from '../terminal.ts'

/** Subjects named in a warning. */
const NAMED = 3

/** Warnings and notes go to stderr, as all warnings do; what passed is not mentioned. */
export function showWarnings(terminal: Terminal, findings: readonly Finding[]): void {
  const { yellow } = terminal.errColours
  for (const { severity, sentence, advice, subjects, figures } of findings) {
    if (severity === 'passed') continue
    // Only the first few are told, so the count says how many more there are.
    const all = typeof figures['count'] === 'number' ? figures['count'] : subjects.length
    const more = all - NAMED
    const named = shorten(subjects.slice(0, NAMED), NAMED)
    const about = subjects.length === 0 ? '' : ` (${more > 0 ? `${named} and ${more} more` : named})`
    const said = sentence.replace(/\.$/, `${about}.`)
    const label = severity === 'warning' ? yellow('warning:') : 'note:'
    terminal.err([label, said, ...(severity === 'warning' && advice !== null ? [advice] : [])].join(' '))
  }
}
