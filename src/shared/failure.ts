/** An error on its way from one process to another: only plain data survives that. */
import type { SaidValues } from './said.ts'
import { messageOf, UserError } from './errors.ts'

export interface Failure {
  /** Whether the person can act on it; any other is a bug and carries its stack. */
  readonly user: boolean
  readonly code: string
  readonly message: string
  readonly next: string | null
  readonly subject: string | null
  readonly variant?: string
  readonly values?: SaidValues
  readonly stack: string | null
}

/** What is told of anything thrown. */
export function failureOf(error: unknown): Failure {
  const user = error instanceof UserError
  return {
    user,
    code: user ? error.code : 'internal',
    message: messageOf(error),
    next: user ? (error.next ?? null) : null,
    subject: user ? (error.subject ?? null) : null,
    ...(user && error.variant !== undefined ? { variant: error.variant } : {}),
    ...(user && Object.keys(error.values).length > 0 ? { values: error.values } : {}),
    stack: error instanceof Error ? (error.stack ?? null) : null,
  }
}

/** The error again, on the other side. */
export function errorOfFailure(failure: Failure): Error {
  if (failure.user) {
    return new UserError(failure.code, failure.message, {
      ...(failure.next === null ? {} : { next: failure.next }),
      ...(failure.subject === null ? {} : { subject: failure.subject }),
      ...(failure.variant === undefined ? {} : { variant: failure.variant }),
      ...(failure.values === undefined ? {} : { values: failure.values }),
    })
  }
  return Object.assign(new Error(failure.message), failure.stack === null ? {} : { stack: failure.stack })
}
