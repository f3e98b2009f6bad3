import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { ActiveTraining } from '../../shared/contract/training.ts'
import { useStream } from '../client/index.ts'

/** Trainings under way, on every page. */
export const useActive = defineStore('active', () => {
  const list = shallowRef<readonly ActiveTraining[]>([])
  useStream((client, signal) => client.training.watchActive({}, { signal }), {
    onEvent: (active) => (list.value = active),
    // One more or less is told at once; how far they are can wait.
    mayWait: (active) => active.length === list.value.length,
  })
  /** The one that is shown where there is room for one. */
  const first = computed(() => list.value[0])
  return { list, first }
})
