import { isNpmScript } from './command.ts'
import { EXIT } from './failure.ts'
import { runCli } from './program.ts'
import { processTerminal } from './terminal.ts'

// `npm run` changes to the package's folder; a path on the command line is meant from where the person stands.
const { INIT_CWD } = process.env
if (INIT_CWD !== undefined && isNpmScript(process.env)) process.chdir(INIT_CWD)

const terminal = processTerminal()
process.on('SIGINT', () => {
  // A training hears it too, and ends in its own time.
  if (process.listenerCount('SIGINT') > 1) return
  if (terminal.isWatched) terminal.err()
  process.exit(EXIT.interrupted)
})

// Not `process.exit`: what is still on its way to a pipe must arrive.
process.exitCode = await runCli(process.argv.slice(2), terminal)
