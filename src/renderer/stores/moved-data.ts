import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { refusal } from '../client/index.ts'

/** Runs whose pictures were found again while the page is open: whatever was refused for want of them is asked anew. */
export const useMovedData = defineStore('moved-data', () => {
  /** A new object each time. */
  const last = shallowRef<{ readonly runId: string } | null>(null)
  return { last, tell: (runId: string): void => void (last.value = { runId }) }
})

/** Whether something failed because a run's pictures are not where they were, or are others there. */
export function isDataMoved(thrown: unknown): boolean {
  return ['run/data-moved', 'run/other-data'].includes(refusal(thrown)?.code ?? '')
}

/** Calls back when the pictures of the run were found again, by this component or by another one. */
export function onDataLocated(runId: () => string | null, then: () => void): void {
  const store = useMovedData()
  watch(
    () => store.last,
    (found) => {
      if (found !== null && found.runId === runId()) then()
    },
  )
}
