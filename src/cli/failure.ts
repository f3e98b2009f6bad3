/** How a command ends when it cannot do what was asked: an exit code and two short lines. */
import { CommanderError } from 'commander'
import { messageOf, UserError } from '../shared/errors.ts'
import { ofSystem } from '../shared/system-errors.ts'
import type { Terminal } from './terminal.ts'

export const EXIT = { ok: 0, failed: 1, wrongUse: 2, interrupted: 130, terminated: 143 } as const

/** A wrong flag or value: the person must change the command, not the world. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse'
  readonly next: string | undefined

  constructor(message: string, next?: string, cause?: unknown) {
    super(message, { cause })
    this.next = next
  }
}

/** Ends a command with an exit code after everything was said. */
export class Ended extends Error {
  override readonly name = 'Ended'
  readonly exitCode: number

  constructor(exitCode: number) {
    super(`ended with ${exitCode}`)
    this.exitCode = exitCode
  }
}

/** Runs something that judges what stood on the command line: an error of it is wrong use. */
export function checkingFlags<T>(check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (error instanceof UserError) throw new WrongUse(error.message, error.next, error)
    throw error
  }
}

interface Said {
  readonly exitCode: number
  readonly code: string
  readonly message: string
  readonly next?: string | undefined
  /** A bug: its stack is shown. */
  readonly isBug?: boolean
}

/** Errors of the core about what stood on the command line, whatever the data are. */
const ABOUT_FLAGS = new Set(['drawer-pattern', 'evaluate/no-protocol'])

function sayOf(error: unknown): Said {
  if (error instanceof WrongUse) {
    return { exitCode: EXIT.wrongUse, code: 'wrong-use', message: error.message, next: error.next }
  }
  const known = error instanceof UserError ? error : ofSystem(error)
  if (known) {
    const exitCode = ABOUT_FLAGS.has(known.code) ? EXIT.wrongUse : EXIT.failed
    return { exitCode, code: known.code, message: known.message, next: known.next }
  }
  return { exitCode: EXIT.failed, code: 'internal', message: messageOf(error), isBug: true }
}

/**
 * Prints why a command failed and returns its exit code.
 * @param json prints an object to stdout as well, so that there is always exactly one
 */
export function reportFailure(error: unknown, terminal: Terminal, json: boolean): number {
  if (error instanceof Ended) return error.exitCode
  // Commander has printed its own complaint, or the help that was asked for.
  if (error instanceof CommanderError) {
    const exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.wrongUse
    if (json && exitCode !== EXIT.ok) {
      const message = error.message.replace(/^error: /, '')
      terminal.out(JSON.stringify({ error: { code: 'wrong-use', message, next: null } }))
    }
    return exitCode
  }
  const { exitCode, code, message, next, isBug } = sayOf(error)
  const { red, dim } = terminal.errColours
  terminal.err(`${red('error:')} ${message}`)
  if (isBug) terminal.err('This is a mistake in the program, not yours. What follows helps to find it:')
  else if (next !== undefined) terminal.err(next)
  if (isBug || process.env['ONESHOT_DEBUG']) terminal.err(dim(stackOf(error)))
  if (json) terminal.out(JSON.stringify({ error: { code, message, next: next ?? null } }))
  return exitCode
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const stack = error.stack ?? error.message
  return error.cause === undefined ? stack : `${stack}\nCaused by: ${stackOf(error.cause)}`
}
