/** What can go wrong between page and host, and how a page says it. */
import { ORPCError } from '@orpc/client'
import type { Refusal } from '../../shared/contract/common.ts'

/** The host went away, or there is none. What was asked may or may not have been done. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
  constructor() {
    super('The connection to the program was lost.')
  }
}

/** The host is there, but this page may not talk to it. */
export class ConnectionRefused extends Error {
  override readonly name = 'ConnectionRefused'
  constructor() {
    super('This page is no longer let in.')
  }
}

/** The host did not answer in time; it was told to stop. */
export class CallTimedOut extends Error {
  override readonly name = 'CallTimedOut'
  constructor(milliseconds: number) {
    super(`The program did not answer within ${Math.round(milliseconds / 1000)} s.`)
  }
}

/** Why the host refused, with its sentence. */
export interface RefusedCall extends Refusal {
  readonly message: string
}

/** Undefined unless the host refused for a reason the person can act on. */
export function refusal(error: unknown): RefusedCall | undefined {
  if (!(error instanceof ORPCError) || error.code !== 'REFUSED') return undefined
  return { message: error.message, ...(error.data as Refusal) }
}

/**
 * What happened, in kinds a page can translate: `cancelled` is the page's own doing and needs no words, `invalid` and
 * `broken` are mistakes in the program.
 */
export interface Explanation extends RefusedCall {
  readonly kind: 'refused' | 'lost' | 'timeout' | 'cancelled' | 'invalid' | 'broken'
}

function plain(kind: Explanation['kind'], message: string, next: string | null = null): Explanation {
  return { kind, code: kind, message, next, subject: null }
}

/** A sentence for whatever was thrown, with the next step where there is one. */
export function explain(error: unknown): Explanation {
  const refused = refusal(error)
  if (refused) return { kind: 'refused', ...refused }
  if (error instanceof ConnectionRefused) {
    return plain('lost', error.message, 'Open the address that the program printed when it started.')
  }
  if (error instanceof ConnectionLost) return plain('lost', error.message, 'What was asked may have been done, or not.')
  if (error instanceof CallTimedOut) return plain('timeout', error.message, 'Try again.')
  if (error instanceof Error && error.name === 'AbortError') return plain('cancelled', 'Cancelled.')
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') {
    return plain('invalid', 'The program did not accept what the page sent.', 'Reload the page.')
  }
  return plain('broken', 'Something went wrong in the program.', 'Its log says more.')
}
