import { shallowRef, watch } from 'vue'
import type { Comparison } from '../../../shared/contract/comparisons.ts'
import { useClient } from '../../client/index.ts'

/** One of the ticked runs beside the first: the comparison, or why there is none. */
export interface PairedRow {
  readonly first: string
  readonly second: string
  readonly comparison: Comparison | null
  readonly error: unknown
}

/**
 * The first of some runs against each of the others, trial by trial.
 * @param question ids of the runs, and whatever else should make it ask again
 */
export function usePaired(question: () => { readonly ids: readonly string[]; readonly stamp: string }) {
  const client = useClient()
  const rows = shallowRef<readonly PairedRow[]>([])
  const isLoading = shallowRef(false)
  let asked = 0

  async function compare(first: string, second: string): Promise<PairedRow> {
    try {
      const comparison = await client.comparisons.pair({ first, second, protocol: null })
      return { first, second, comparison, error: null }
    } catch (error) {
      return { first, second, comparison: null, error }
    }
  }

  watch(
    () => JSON.stringify(question()),
    async () => {
      const own = ++asked
      const [first, ...others] = question().ids
      isLoading.value = true
      const found = first === undefined ? [] : await Promise.all(others.map((other) => compare(first, other)))
      if (own !== asked) return
      rows.value = found
      isLoading.value = false
    },
    { immediate: true },
  )
  return { rows, isLoading }
}
