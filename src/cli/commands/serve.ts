import type { Command } from 'commander'
import { makeCommand } from '../command.ts'
import { collect, jsonOption, wholeNumber } from '../options.ts'
import type { Terminal } from '../terminal.ts'

interface ServeFlags {
  readonly port?: number
  readonly root?: readonly string[]
  readonly runs?: string
  readonly json?: true
}

/** `oneshot serve`: the app in a browser. */
export function serveCommand(terminal: Terminal): Command {
  return makeCommand('serve', terminal, [
    ['serve', 'prints the address to open'],
    ['serve --port 8123 --root /data/pictures', 'on a machine reached with `ssh -L 8123:127.0.0.1:8123`'],
  ])
    .summary('the app in a browser, on this machine only')
    .description(
      'Serves the app on 127.0.0.1 and prints an address with a token; only who has it is let in. Pictures, training and runs ' +
        'stay on this machine. From elsewhere, forward the port with SSH. Ctrl+C stops, and keeps what was trained.',
    )
    .option('--port <N>', 'port (default: any free one)', wholeNumber(1, 65_535))
    .option('--root <folder>', 'a folder that may be opened; may be given again (default: home and here)', collect)
    .option('--runs <folder>', 'where runs lie and go (default: ./runs)')
    .addOption(jsonOption())
    .action(async ({ json, root, ...rest }: ServeFlags) => {
      const { runServer } = await import('../../server/run-server.ts')
      await runServer(
        { ...rest, ...(root === undefined ? {} : { roots: root }) },
        { out: (line) => terminal.out(line), err: (line) => terminal.err(line), json: json === true },
      )
    })
}
