import { shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import type { LocationQuery } from 'vue-router'
import type { TrialFilter } from './use-trial-list.ts'

/** The filter an address asks for: `?truth=CLASS&chosen=CLASS`. */
function filterOf({ truth, chosen }: LocationQuery): TrialFilter {
  return {
    ...(typeof truth === 'string' && truth !== '' ? { truth } : {}),
    ...(typeof chosen === 'string' && chosen !== '' ? { chosen } : {}),
  }
}

/** What the list is narrowed to; it begins with what the address says. */
export function useTrialFilter(query: LocationQuery): { only: ShallowRef<TrialFilter>; clear: () => void } {
  const only = shallowRef(filterOf(query))
  return { only, clear: () => (only.value = {}) }
}
