/** Pages about one run: which one, from the address, else the one in use. */
import { computed, watch } from 'vue'
import type { ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { RunSummary } from '../../shared/contract/runs.ts'
import { useRuns } from './runs.ts'

export interface UseRunPageReturn {
  /** Null where the address names none and there is none. */
  readonly runId: ComputedRef<string | null>
  readonly run: ComputedRef<RunSummary | undefined>
  /** Goes to the same page about another run. */
  choose(id: string): void
}

/** @param name of the route, which has `runId` as its first parameter */
export function useRunPage(name: string): UseRunPageReturn {
  const route = useRoute()
  const router = useRouter()
  const runs = useRuns()
  const inAddress = computed(() => {
    const { runId } = route.params
    return route.name === name && typeof runId === 'string' && runId !== '' ? runId : null
  })
  const runId = computed(() => inAddress.value ?? runs.current?.id ?? null)
  const run = computed(() => runs.list.find(({ id }) => id === runId.value))

  watch(
    [inAddress, () => runs.current?.id, () => route.name],
    ([named, current]) => {
      if (named !== null) runs.setCurrent(named)
      // The address always says which run this is, so that it can be kept and shared.
      else if (current !== undefined && route.name === name) {
        void router.replace({ name, params: { runId: current }, query: route.query })
      }
    },
    { immediate: true },
  )

  const choose = (id: string): void => void router.push({ name, params: { runId: id } })
  return { runId, run, choose }
}
