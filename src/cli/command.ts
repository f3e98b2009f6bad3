/** What all commands have in common. */
import { Command, Help } from 'commander'
import type { Terminal } from './terminal.ts'

/** How the person called us, so that a hint can be copied as it stands. */
export function invocation(env: NodeJS.ProcessEnv = process.env): string {
  return isNpmScript(env) ? 'npm run -s oneshot --' : 'oneshot'
}

/** Whether npm started this process for one of our own scripts. */
export function isNpmScript(env: NodeJS.ProcessEnv): boolean {
  return ['oneshot', 'demo'].includes(env['npm_lifecycle_event'] ?? '')
}

/** A path as an argument of a shell command: quoted where it must be. */
export function quoted(argument: string): string {
  if (process.platform === 'win32') return /[\s"&|<>^%]/.test(argument) ? `"${argument}"` : argument
  return /^[\w@%+=:,./\-\p{L}]+$/u.test(argument) ? argument : `'${argument.replaceAll("'", String.raw`'\''`)}'`
}

/** Help of at most 100 columns: longer lines tire. */
class CalmHelp extends Help {
  override helpWidth = Math.min(100, process.stdout.columns || 100)
}

/**
 * A command that throws instead of ending the process and writes to the given terminal.
 * @param examples lines of arguments after `oneshot`, each with what it does
 */
export function makeCommand(
  name: string,
  terminal: Terminal,
  examples: readonly (readonly [args: string, what: string])[] = [],
): Command {
  const command = new Command(name)
  command.createHelp = () => new CalmHelp()
  command
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.replace(/\n$/, '')),
      writeErr: (text) => terminal.err(text.replace(/\n$/, '')),
      outputError: (text, write) => write(text.replace(/^error:/, terminal.errColours.red('error:'))),
    })
    .helpOption('-h, --help', 'show this help')
    .showHelpAfterError(`\`${[invocation(), ...(name === 'oneshot' ? [] : [name]), '--help'].join(' ')}\` explains.`)
  if (examples.length > 0) {
    const lines = examples.map(([args, what]) => `  # ${what}\n  ${invocation()} ${args}`)
    command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`)
  }
  return command
}
