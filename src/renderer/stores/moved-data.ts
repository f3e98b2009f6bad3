import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { refusal } from '../client/index.ts'

/** Runs whose pictures were found again while the page is open: whatever was refused for want of them is asked anew. */
export const useMovedData = defineStore('moved-data', () => {
  /** A new object each time. */
  const last = shallowRef<{ readonly runId: string } | null>(null)
  return { last, tell: (runId: string): void => void (last.value = { runId }) }
})

/** Whether something failed because pictures of a run, or of an evaluation, are not where they were, or are others there. */
export function isDataMoved(thrown: unknown): boolean {
  const moved = ['run/data-moved', 'run/other-data', 'evaluate/data-moved', 'evaluate/other-data']
  return moved.includes(refusal(thrown)?.code ?? '')
}

/** The evaluation whose pictures they are; undefined for the run's own. */
export function evaluationMoved(thrown: unknown): string | undefined {
  const { code, values } = refusal(thrown) ?? {}
  const evaluation = values?.['evaluation']
  return code?.startsWith('evaluate/') && typeof evaluation === 'string' ? evaluation : undefined
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
