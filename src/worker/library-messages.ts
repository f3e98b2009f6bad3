/** What host and library process say to each other. */
import type { Failure } from '../shared/failure.ts'

export type LibraryRequest =
  | { readonly kind: 'call'; readonly id: number; readonly task: string; readonly input: unknown }
  /** Its answer, result or error, still comes. */
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'end' }

export type LibraryReply =
  | { readonly kind: 'progress'; readonly id: number; readonly progress: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: Failure }
