import type { Command } from 'commander'
import { makeCommand } from '../command.ts'
import type { Terminal } from '../terminal.ts'

/** `npm run demo`. */
export function demoCommand(terminal: Terminal): Command {
  return makeCommand('demo', terminal)
    .summary('about a minute: trains on a bundled sample, tests, exports, and says what happened')
    .action(async () => {})
}
