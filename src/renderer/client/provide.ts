/** How components come by the connection. */
import { inject } from 'vue'
import type { App, InjectionKey } from 'vue'
import type { HostClient } from '../../shared/contract/index.ts'
import type { Connection } from './connect.ts'

const KEY: InjectionKey<Connection> = Symbol('connection')

/** Gives the connection to every component of the app. */
export function provideClient(app: Pick<App, 'provide'>, connection: Connection): void {
  app.provide(KEY, connection)
}

/** The connection with its status; for the few who show it. */
export function useConnection(): Connection {
  const connection = inject(KEY, undefined)
  if (!connection) throw new Error('useConnection() needs provideClient(app, connect()) first.')
  return connection
}

/** Everything the host can be asked. */
export function useClient(): HostClient {
  return useConnection().client
}
