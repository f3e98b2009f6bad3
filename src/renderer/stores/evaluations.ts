import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Evaluation, EvaluationPossible } from '../../shared/contract/evaluations.ts'
import { useClient } from '../client/index.ts'

/** The evaluations of the run that the pages are about, and what else it can be asked. */
export const useEvaluations = defineStore('evaluations', () => {
  const client = useClient()
  const runId = shallowRef<string | null>(null)
  const list = shallowRef<readonly Evaluation[]>([])
  const possible = shallowRef<EvaluationPossible | null>(null)
  const isLoaded = shallowRef(false)
  const error = shallowRef<unknown>(null)
  let asked = 0

  /** Reads them anew; those of another run go at once. */
  async function load(id: string): Promise<void> {
    const own = ++asked
    if (runId.value !== id) {
      runId.value = id
      list.value = []
      possible.value = null
      isLoaded.value = false
    }
    error.value = null
    try {
      const found = await client.evaluations.list({ runId: id })
      if (own !== asked) return
      list.value = found
      isLoaded.value = true
      // The pictures may have to be looked through again; where they are gone, the results can still be read.
      const can = await client.evaluations.possible({ runId: id }, { context: { timeoutMs: 300_000 } })
      if (own === asked) possible.value = can
    } catch (thrown) {
      if (own === asked) error.value = thrown
    }
  }

  async function remove(id: string): Promise<void> {
    if (runId.value === null) return
    await client.evaluations.remove({ runId: runId.value, id })
    list.value = list.value.filter((evaluation) => evaluation.id !== id)
  }

  return { runId, list, possible, isLoaded, error, load, remove }
})
