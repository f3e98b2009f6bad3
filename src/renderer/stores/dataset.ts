import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { DatasetSummary } from '../../shared/contract/datasets.ts'
import { ConnectionLost, refusal, reopened, useConnection } from '../client/index.ts'

const KEY = 'oneshot-dataset'

interface Asked {
  readonly path: string
  readonly drawer?: string
}

/** The data set the person works on; after a reload of the page it is opened again. */
export const useDataset = defineStore('dataset', () => {
  const connection = useConnection()
  const { client } = connection
  const current = shallowRef<DatasetSummary | null>(null)
  const opening = shallowRef<{ path: string; done: number; total: number | null } | null>(null)
  const error = shallowRef<unknown>(null)
  let present: AbortController | undefined
  /** What `current` was opened with. */
  const opened = shallowRef<Asked | null>(null)
  /** How the drawer of its pictures is told. */
  const drawerOption = computed(() => opened.value?.drawer ?? 'auto')

  /** Opens a folder or zip; the one before stays until the new one is understood. @returns whether it was opened */
  async function open(path: string, drawer?: string): Promise<boolean> {
    present?.abort()
    const own = new AbortController()
    present = own
    error.value = null
    opening.value = { path, done: 0, total: null }
    const asked: Asked = { path, ...(drawer === undefined ? {} : { drawer }) }
    try {
      const open = () => client.datasets.open(asked, { signal: own.signal })
      for await (const event of reopened(connection, open, own.signal)) {
        if (own.signal.aborted) return false
        if (event.kind === 'progress') opening.value = { path, done: event.done, total: event.total }
        else current.value = event.dataset
      }
      opened.value = asked
      sessionStorage.setItem(KEY, JSON.stringify(asked))
      return current.value !== null
    } catch (thrown) {
      if (!own.signal.aborted) error.value = thrown
      return false
    } finally {
      if (present === own) opening.value = null
    }
  }

  function cancel(): void {
    present?.abort()
    opening.value = null
  }

  /** The host forgets what it has not been asked about for long, and all when it is restarted. */
  async function reopen(): Promise<boolean> {
    return opened.value ? open(opened.value.path, opened.value.drawer) : false
  }

  /** Carries out `work` with the data set's id, opening it again where the host has forgotten it. */
  async function withDataset<T>(work: (id: string) => Promise<T>): Promise<T> {
    const { value } = current
    if (!value) throw new Error('no data set is open')
    try {
      return await work(value.id)
    } catch (thrown) {
      const forgotten = refusal(thrown)?.code === 'dataset/not-open'
      if (!forgotten) throw thrown
      // Why it cannot be opened again says more than that it is not open.
      if (!(await reopen()) || !current.value) throw error.value ?? thrown
      return work(current.value.id)
    }
  }

  /** What was open before the reload. */
  async function restore(): Promise<void> {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Asked | null
      if (kept) await open(kept.path, kept.drawer)
    } catch (thrown) {
      if (thrown instanceof ConnectionLost) return
      sessionStorage.removeItem(KEY)
    }
  }

  function close(): void {
    cancel()
    current.value = null
    opened.value = null
    sessionStorage.removeItem(KEY)
  }

  return { current, drawerOption, opening, error, open, cancel, reopen, withDataset, restore, close }
})
