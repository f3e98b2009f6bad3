import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useClient } from '../client/index.ts'

/** Going on with a run that was stopped. What stands in the way is told on the run's own page, whoever asked. */
export const useContinuing = defineStore('continuing', () => {
  const client = useClient()
  /** The run that is being made ready, or was refused. */
  const runId = shallowRef<string | null>(null)
  const isStarting = shallowRef(false)
  const error = shallowRef<unknown>(null)
  /** The run that goes on; a new object each time. */
  const begun = shallowRef<{ readonly runId: string } | null>(null)

  /** @param device where it goes on, if not where it was */
  async function start(id: string, device?: string): Promise<void> {
    if (isStarting.value) return
    runId.value = id
    isStarting.value = true
    error.value = null
    try {
      await client.training.continue(
        { runId: id, ...(device === undefined ? {} : { device }) },
        { context: { timeoutMs: 120_000 } },
      )
      begun.value = { runId: id }
    } catch (thrown) {
      error.value = thrown
    } finally {
      isStarting.value = false
    }
  }

  return { runId, isStarting, error, begun, start }
})
