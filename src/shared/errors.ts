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

  constructor(code: string, message: string, details: { next?: string; subject?: string; cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.next = details.next
    this.subject = details.subject
  }
}

/** Message of anything thrown, for log lines. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
