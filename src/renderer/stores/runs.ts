import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { RunSummary } from '../../shared/contract/runs.ts'
import { useClient, useConnection } from '../client/index.ts'
import { useActive } from './active.ts'

const KEY = 'oneshot-run'

/** All runs on this computer's disk, and the one the pages are about. */
export const useRuns = defineStore('runs', () => {
  const client = useClient()
  const connection = useConnection()
  const active = useActive()
  const list = shallowRef<readonly RunSummary[]>([])
  const isLoaded = shallowRef(false)
  const error = shallowRef<unknown>(null)
  const currentId = shallowRef<string | null>(sessionStorage.getItem(KEY))
  let asked = 0

  async function refresh(): Promise<void> {
    const own = ++asked
    try {
      const found = await client.runs.list({})
      if (own !== asked) return
      list.value = found
      isLoaded.value = true
      error.value = null
    } catch (thrown) {
      if (own === asked) error.value = thrown
    }
  }

  function setCurrent(id: string | null): void {
    currentId.value = id
    if (id === null) sessionStorage.removeItem(KEY)
    else sessionStorage.setItem(KEY, id)
  }

  /** The chosen run where it is still there, else the newest that holds something to use. */
  const current = computed(
    () =>
      list.value.find(({ id }) => id === currentId.value) ??
      list.value.find(({ archived, status, step }) => !archived && status !== 'damaged' && step > 0) ??
      list.value[0],
  )

  watch(connection.status, (status) => status === 'connected' && void refresh(), { immediate: true })
  // A training that began or ended changes the list.
  watch(
    () => active.list.map(({ runId, state }) => `${runId} ${state}`).join(),
    () => void refresh(),
  )

  return { list, isLoaded, error, currentId, current, refresh, setCurrent }
})
