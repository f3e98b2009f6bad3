/** Pages about one run: which one, from the address, else the one in use. */
import { computed, watch } from 'vue'
import type { ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { RunPageName } from '../pages.ts'
import { useRuns } from './runs.ts'

/** Null where the address names none and there is none. */
export function useRunPage(name: RunPageName): ComputedRef<string | null> {
  const route = useRoute()
  const router = useRouter()
  const runs = useRuns()
  const inAddress = computed(() => {
    const { runId } = route.params
    return route.name === name && typeof runId === 'string' && runId !== '' ? runId : null
  })
  const runId = computed(() => inAddress.value ?? runs.current?.id ?? null)

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
  return runId
}
