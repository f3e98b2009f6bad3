import { shallowRef, watch } from 'vue'
import type { Ref, ShallowRef } from 'vue'
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
  /** Hash of what was picked last, also while it is looked into and where it was refused. */
  readonly wanted: ShallowRef<string | undefined>
  choose(hash: string): Promise<void>
  use(file: File): Promise<void>
  /** The chosen one, for all runs. */
  forget(): Promise<void>
}

/**
 * The protocols a run can be asked, and taking one from a file.
 * @param chosen what it means for the run; null while that is not known, and where it was refused
 */
export function useSavedProtocols(runId: () => string, chosen: Ref<InspectedProtocol | null>): UseSavedProtocolsReturn {
  const client = useClient()
  const list = shallowRef<readonly SavedProtocol[] | null>(null)
  const isBusy = shallowRef(false)
  const error = shallowRef<unknown>(null)
  const isTooLarge = shallowRef(false)
  const wanted = shallowRef(chosen.value?.hash)
  let asked = 0

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

  async function pick(hash: string | undefined, work: () => Promise<InspectedProtocol | null>): Promise<void> {
    const own = ++asked
    wanted.value = hash
    // What was chosen before is not meant any more, though nothing else is known yet.
    chosen.value = null
    const found = await working(work)
    if (own !== asked) return
    chosen.value = found
    wanted.value = found?.hash ?? hash
  }

  const choose = (hash: string) =>
    pick(hash, () => client.protocols.inspect({ runId: runId(), hash }, { context: PATIENCE }))

  const use = (file: File) =>
    pick(undefined, async () => {
      if (file.size > LONGEST_PROTOCOL) {
        isTooLarge.value = true
        return null
      }
      const input = { runId: runId(), source: file.name, text: await file.text() }
      const taken = await client.protocols.import(input, { context: PATIENCE })
      await load(runId())
      return taken
    })

  async function forget(): Promise<void> {
    const { hash } = chosen.value ?? {}
    if (hash === undefined) return
    await working(async () => {
      await client.protocols.forget({ hash })
      if (chosen.value?.hash === hash) {
        chosen.value = null
        wanted.value = undefined
      }
      await load(runId())
    })
  }

  return { list, wanted, isBusy, error, isTooLarge, choose, use, forget }
}
