import type { Command } from 'commander'
import { makeCommand } from '../command.ts'
import { jsonOption } from '../options.ts'
import { showComparison } from '../show/comparison.ts'
import type { Terminal } from '../terminal.ts'

interface CompareFlags {
  readonly protocol?: string
  readonly json?: true
}

/** `oneshot compare`: two runs on identical trials. */
export function compareCommand(terminal: Terminal): Command {
  return makeCommand('compare', terminal, [
    ['compare runs/a runs/b', 'on the trials both were evaluated on last'],
    ['compare runs/a runs/b --protocol 9c612fd0', 'on those whose hash begins so'],
  ])
    .summary('two runs on identical trials: difference, interval, p')
    .description(
      'Compares two runs trial by trial: who was right where, the difference of their accuracies with its 95 % bootstrap ' +
        "interval, McNemar's exact test, and what differs in their recipes. Runs that were evaluated on different trials are " +
        'refused, with the command that evaluates both on the same.',
    )
    .argument('<run>', 'folder of the first run')
    .argument('<other>', 'folder of the second')
    .option('--protocol <hash>', 'beginning of the hash of the trials (default: those both were evaluated on last)')
    .addOption(jsonOption())
    .action(async (first: string, second: string, { json, protocol }: CompareFlags) => {
      const { compareRuns } = await import('../../core/compare/index.ts')
      const found = await compareRuns(first, second, protocol === undefined ? {} : { protocol })
      if (json) terminal.out(JSON.stringify(found))
      else showComparison(terminal, found)
    })
}
