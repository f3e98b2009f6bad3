import type { Command } from 'commander'
import { Option } from 'commander'
import { makeCommand } from '../command.ts'
import type { DemoFlags } from '../demo/demo.ts'
import { deviceOption, positiveNumber } from '../options.ts'
import type { Terminal } from '../terminal.ts'

/** `npm run demo`: the whole way on a bundled sample. */
export function demoCommand(terminal: Terminal): Command {
  return makeCommand('demo', terminal)
    .summary('the whole way in about a minute, on a bundled sample')
    .description(
      'Trains on handwritten characters of four alphabets, tests on a fifth that the network has never seen, exports the ' +
        'model and checks it. Everything is written to runs/demo-<date>.',
    )
    .addOption(new Option('--minutes <M>', 'how long to train').argParser(positiveNumber).default(1))
    .addOption(deviceOption('auto, the quickest'))
    .option('--verbose', 'also prints lines of progress that stay, to stderr')
    .action(async (flags: DemoFlags) => {
      const { demo } = await import('../demo/demo.ts')
      await demo(terminal, flags)
    })
}
