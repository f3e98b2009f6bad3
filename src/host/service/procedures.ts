/** Where every procedure of the host starts from: errors leave it as the contract declares them. */
import { implement, ORPCError } from '@orpc/server'
import { contract } from '../../shared/contract/index.ts'
import type { Refusal } from '../../shared/contract/common.ts'
import { UserError } from '../../shared/errors.ts'
import { ofSystem } from '../../shared/system-errors.ts'

type Refuse = (refusal: { message: string; data: Refusal }) => Error

/** A refusal as the contract has it, without its sentence. */
function refusalOf({ code, next, subject, variant, values }: UserError): Refusal {
  return {
    code,
    next: next ?? null,
    subject: subject ?? null,
    ...(variant === undefined ? {} : { variant }),
    ...(Object.keys(values).length === 0 ? {} : { values: { ...values } }),
  }
}

/** Writes what must not happen to the log; the page only learns that it did. */
function logged(error: unknown, path: readonly string[]): ORPCError<'INTERNAL_SERVER_ERROR', undefined> {
  process.stderr.write(
    `${path.join('.')}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  )
  return new ORPCError('INTERNAL_SERVER_ERROR', { message: 'Something went wrong in the program. Its log says more.' })
}

function declared(error: unknown, refuse: Refuse, path: readonly string[], signal: AbortSignal | undefined): unknown {
  const user = error instanceof UserError ? error : ofSystem(error)
  if (user) {
    return refuse({ message: user.message, data: refusalOf(user) })
  }
  // An asker who has gone away hears nothing, and a contract's own error is one already.
  if (error instanceof ORPCError || signal?.aborted === true) return error
  return logged(error, path)
}

const isStream = (value: unknown): value is AsyncGenerator<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value

/** What a stream throws comes long after the procedure has returned it. */
async function* declaring(stream: AsyncGenerator<unknown>, explain: (error: unknown) => unknown) {
  try {
    return yield* stream
  } catch (error) {
    throw explain(error)
  }
}

/** `os.<feature>.<procedure>.handler(…)` implements a procedure. A `UserError` thrown in it becomes `REFUSED`. */
export const os = implement(contract).use(async ({ errors, next, path, signal }) => {
  const explain = (error: unknown) => declared(error, errors.REFUSED, path, signal)
  try {
    const result = await next()
    return isStream(result.output) ? { ...result, output: declaring(result.output, explain) } : result
  } catch (error) {
    throw explain(error)
  }
})
