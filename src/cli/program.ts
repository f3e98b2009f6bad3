import { Option } from 'commander'
import manifest from '../../package.json' with { type: 'json' }
import { makeCommand } from './command.ts'
import { compareCommand } from './commands/compare.ts'
import { demoCommand } from './commands/demo.ts'
import { devicesCommand } from './commands/devices.ts'
import { embedCommand } from './commands/embed.ts'
import { evaluateCommand } from './commands/evaluate.ts'
import { exportCommand } from './commands/export.ts'
import { mapCommand } from './commands/map.ts'
import { replayCommand } from './commands/replay.ts'
import { reportCommand } from './commands/report.ts'
import { scanCommand } from './commands/scan.ts'
import { serveCommand } from './commands/serve.ts'
import { trainCommand } from './commands/train.ts'
import { EXIT, reportFailure } from './failure.ts'
import type { Terminal } from './terminal.ts'

/**
 * Runs one command line (without `node` and the script) and returns its exit code: 0 done, 1 failed, 2 wrong use, 130
 * after Ctrl+C.
 */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  const program = makeCommand('oneshot', terminal, [
    ['scan pictures', 'what is in a folder with one sub-folder of pictures for each class'],
    ['train pictures --out runs/mine', 'train on it'],
    ['evaluate runs/mine', 'one-shot accuracy on classes it has never seen'],
  ])
    .description(manifest.description)
    .usage('<command> [options]')
    .version(manifest.version, '-V, --version', 'show the version')
    .helpCommand(false)
    .addOption(new Option('--no-color', 'plain text, as with NO_COLOR=1').hideHelp())
  const commands = [
    scanCommand,
    trainCommand,
    evaluateCommand,
    compareCommand,
    reportCommand,
    exportCommand,
    embedCommand,
    mapCommand,
    devicesCommand,
    replayCommand,
    serveCommand,
    demoCommand,
  ]
  for (const make of commands) program.addCommand(make(terminal))
  try {
    await program.parseAsync([...args], { from: 'user' })
    return EXIT.ok
  } catch (error) {
    return reportFailure(error, terminal, args.includes('--json'))
  }
}
