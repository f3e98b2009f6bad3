/** Protocols as files: shared between runs, given away and taken from elsewhere. */
import { os } from './procedures.ts'
import type { ProtocolShelf } from './shelves/protocol-shelf.ts'
import type { RunShelf } from './shelves/run-shelf.ts'
import type { Services } from './services.ts'

export function protocolsProcedures({ cacheDir, lanes }: Services, shelf: RunShelf, protocols: ProtocolShelf) {
  const inspect = (runId: string, file: string, source: string, signal: AbortSignal | undefined) => {
    const input = { runDir: shelf.paths(runId).dir, file, source, cacheDir }
    return lanes.pictures.call('inspectProtocol', input, signal ? { signal } : {})
  }
  return {
    list: os.protocols.list.handler(({ input: { runId } }) => protocols.list(runId)),
    inspect: os.protocols.inspect.handler(async ({ input: { runId, hash }, signal }) =>
      inspect(runId, await protocols.find(runId, hash), hash.slice(0, 8), signal),
    ),
    import: os.protocols.import.handler(({ input: { runId, source, text }, signal }) =>
      protocols.add(text, (file) => inspect(runId, file, source, signal)),
    ),
    text: os.protocols.text.handler(({ input: { runId, hash } }) => protocols.text(runId, hash)),
    forget: os.protocols.forget.handler(async ({ input: { hash } }) => {
      await protocols.forget(hash)
      return {}
    }),
  }
}
