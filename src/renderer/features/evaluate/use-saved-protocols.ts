import { shallowRef, watch } from 'vue'
import type { ShallowRef } from 'vue'
import type { InspectedProtocol, SavedProtocol } from '../../../shared/contract/protocols.ts'
import { LONGEST_PROTOCOL } from '../../../shared/contract/saved-protocol.ts'
import { useClient } from '../../client/index.ts'

/** The pictures of the run may have to be looked through again. */
const PATIENCE = { timeoutMs: 300_000 }

export interface UseSavedProtocolsReturn {
  /** Null until they were asked for. */
  readonly list: ShallowRef<readonly SavedProtocol[] | null>
  readonly isBusy: ShallowRef<boolean>
  readonly error: ShallowRef<unknown>
  /** Whether a file was refused before it was sent. */
  readonly isTooLarge: ShallowRef<boolean>
  /** What a protocol means for the run; null where it was refused. */
  inspect(hash: string): Promise<InspectedProtocol | null>
  importFile(file: File): Promise<InspectedProtocol | null>
  forget(hash: string): Promise<void>
}

/** The protocols a run can be asked, and taking one from a file. */
export function useSavedProtocols(runId: () => string): UseSavedProtocolsReturn {
  const client = useClient()
  const list = shallowRef<readonly SavedProtocol[] | null>(null)
  const isBusy = shallowRef(false)
  const error = shallowRef<unknown>(null)
  const isTooLarge = shallowRef(false)

  async function working<T>(work: () => Promise<T>): Promise<T | null> {
    isBusy.value = true
    error.value = null
    isTooLarge.value = false
    try {
      return await work()
    } catch (thrown) {
      error.value = thrown
      return null
    } finally {
      isBusy.value = false
    }
  }

  async function load(id: string): Promise<void> {
    const found = await client.protocols.list({ runId: id })
    if (id === runId()) list.value = found
  }

  watch(
    runId,
    (id) => {
      list.value = null
      void working(() => load(id))
    },
    { immediate: true },
  )

  const inspect = (hash: string) =>
    working(() => client.protocols.inspect({ runId: runId(), hash }, { context: PATIENCE }))

  const importFile = (file: File) =>
    working(async () => {
      if (file.size > LONGEST_PROTOCOL) {
        isTooLarge.value = true
        return null
      }
      const input = { runId: runId(), source: file.name, text: await file.text() }
      const taken = await client.protocols.import(input, { context: PATIENCE })
      await load(runId())
      return taken
    })

  async function forget(hash: string): Promise<void> {
    await working(async () => {
      await client.protocols.forget({ hash })
      await load(runId())
    })
  }

  return { list, isBusy, error, isTooLarge, inspect, importFile, forget }
}
