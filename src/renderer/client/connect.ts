import { createORPCClient } from '@orpc/client'
import type { Ref } from 'vue'
import type { HostClient } from '../../shared/contract/index.ts'
import { Connector } from './connector.ts'
import type { ConnectionStatus } from './connector.ts'
import { hostLink } from './link.ts'
import type { Transport } from './transport.ts'

/** The page's side of the contract. Components take it from `useConnection` or `useClient`. */
export interface Connection {
  /**
   * Everything the host can be asked. A call takes `{ signal, context: { timeoutMs } }` as its second argument. When the
   * host goes away it is rejected with `ConnectionLost`, at once while it is away; what only asks (`QUESTIONS`) waits and is
   * asked again.
   */
  readonly client: HostClient
  readonly status: Readonly<Ref<ConnectionStatus>>
  /** Waits until the host can be asked. Rejects with the signal's reason. */
  connected(signal: AbortSignal): Promise<void>
  /** For good; calls under way are rejected. */
  close(): void
}

/** Connects over `transport`, again and again. */
export function connectOver(transport: Transport): Connection {
  const connector = new Connector(transport)
  return {
    client: createORPCClient<HostClient>(
      hostLink(
        (signal) => connector.live(signal),
        (signal) => connector.back(signal),
      ),
    ),
    status: connector.status,
    connected: (signal) => connector.settled((status) => status === 'connected', signal),
    close: () => connector.close(),
  }
}
