import type { Connection } from './connect.ts'
import { ConnectionLost } from './errors.ts'

/** Events of a stream that only asks: where the connection is lost over it, it is opened again when it is back. */
export async function* reopened<T>(
  connection: Pick<Connection, 'connected'>,
  open: () => Promise<AsyncIterable<T>>,
  signal: AbortSignal,
): AsyncGenerator<T> {
  for (;;) {
    try {
      await connection.connected(signal)
      yield* await open()
      return
    } catch (error) {
      if (signal.aborted || !(error instanceof ConnectionLost)) throw error
    }
  }
}
