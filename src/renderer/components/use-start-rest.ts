import { computed, shallowRef } from 'vue'
import { useRouter } from 'vue-router'
import { useClient } from '../client/index.ts'
import { useErrorToast } from './use-error-toast.ts'
import { useActive } from '../stores/active.ts'
import { useRuns } from '../stores/runs.ts'

/** Trains the seeds of a run's group that have not begun, and shows the first of them. What goes wrong is told in a toast. */
export function useStartRest() {
  const client = useClient()
  const router = useRouter()
  const runs = useRuns()
  const tellError = useErrorToast()
  const active = useActive()
  const isStarting = shallowRef(false)
  /** One training at a time. */
  const isFree = computed(() => active.list.length === 0)

  async function startRest(id: string): Promise<void> {
    if (isStarting.value) return
    isStarting.value = true
    try {
      const { runId } = await client.training.startRest({ runId: id }, { context: { timeoutMs: 120_000 } })
      runs.setCurrent(runId)
      await router.push({ name: 'train', params: { runId } })
    } catch (thrown) {
      tellError(thrown)
      void runs.refresh()
    } finally {
      isStarting.value = false
    }
  }
  return { startRest, isStarting, isFree }
}
