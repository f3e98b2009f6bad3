/** The page's client: `connect()` once in main.ts, `useClient()` and `useStream()` in features. */
import { chooseTransport } from './choose-transport.ts'
import { connectOver } from './connect.ts'
import type { Connection } from './connect.ts'

export type { Connection } from './connect.ts'
export { ConnectionLost, explain, refusal } from './errors.ts'
export type { Explanation, RefusedCall } from './errors.ts'
export { provideClient, useClient, useConnection } from './provide.ts'
export { reopened } from './reopened.ts'
export { useStream } from './use-stream.ts'

/** Connects to the host over whatever leads there: the window's port, or a socket to the page's own server. */
export function connect(): Connection {
  return connectOver(chooseTransport(window.studio))
}
