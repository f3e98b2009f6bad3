import { useDocumentVisibility } from '@vueuse/core'
import { computed, shallowRef } from 'vue'
import type { Ref } from 'vue'
import type { PairsSnapshot } from '../../../shared/contract/training.ts'
import { useStream } from '../../client/index.ts'
import { recentDistances } from './recent-distances.ts'
import type { Distances } from './recent-distances.ts'

/**
 * Pairs of the present batch while a training is looked at, and the distances of the last few batches' pairs. A page in
 * the background asks for none: showing them costs the training a little.
 */
export function useLivePairs(runId: string, isLive: Readonly<Ref<boolean>>) {
  const snapshot = shallowRef<PairsSnapshot | null>(null)
  const distances = shallowRef<Distances>({ same: [], different: [] })
  const visibility = useDocumentVisibility()
  const isLooking = computed(() => isLive.value && visibility.value === 'visible')

  useStream((client, signal) => (isLooking.value ? client.training.watchPairs({ runId }, { signal }) : undefined), {
    onEvent: (event) => {
      snapshot.value = event
      distances.value = recentDistances(distances.value, event)
    },
    mayWait: () => true,
    // Without pairs the page still tells all that matters; what is wrong with the run, its own stream tells.
    onError: () => undefined,
    watch: isLooking,
  })
  return { snapshot, distances }
}
