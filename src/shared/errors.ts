import type { SaidValues } from './said.ts'

/**
 * An error the person can act on: one sentence that names the file or field, and the next step.
 * Everything else that is thrown is a bug and keeps its stack.
 */
export class UserError extends Error {
  override readonly name = 'UserError'
  /** What kind of thing went wrong: stable, for programs. */
  readonly code: string
  /** What to do about it, as a sentence. */
  readonly next: string | undefined
  /** The file, field or flag at fault. */
  readonly subject: string | undefined
  /** Which of several sentences of its code this is; undefined where there is one. */
  readonly variant: string | undefined
  /** What the sentence and the next step name besides the subject, for those who say them in another language. */
  readonly values: SaidValues

  constructor(code: string, message: string, details: UserErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.next = details.next
    this.subject = details.subject
    this.variant = details.variant
    this.values = details.values ?? {}
  }
}

/** What an error says of itself besides its sentence. */
export interface UserErrorDetails {
  readonly next?: string
  readonly subject?: string
  readonly variant?: string
  readonly values?: SaidValues
  readonly cause?: unknown
}

/** Message of anything thrown, for log lines. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
