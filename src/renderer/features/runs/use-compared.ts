import { shallowRef, watch } from 'vue'
import type { RunCurve, RunDetail } from '../../../shared/contract/runs.ts'
import { useClient } from '../../client/index.ts'

/** More than a screen is wide. */
const POINTS = 2000

export interface ComparedRun {
  readonly detail: RunDetail
  readonly curve: RunCurve
}

/** Details and curves of the ticked runs, each asked for once. */
export function useCompared(ids: () => readonly string[]) {
  const client = useClient()
  const compared = shallowRef<readonly ComparedRun[]>([])
  const isLoading = shallowRef(false)
  const error = shallowRef<unknown>(null)
  const known = new Map<string, Promise<ComparedRun>>()
  let asked = 0

  async function fetchRun(id: string): Promise<ComparedRun> {
    const [detail, curve] = await Promise.all([client.runs.get({ id }), client.runs.curve({ id, maxPoints: POINTS })])
    return { detail, curve }
  }

  watch(
    ids,
    async (wanted) => {
      const own = ++asked
      for (const id of known.keys()) if (!wanted.includes(id)) known.delete(id)
      isLoading.value = true
      try {
        const found = await Promise.all(
          wanted.map((id) => {
            const one = known.get(id) ?? fetchRun(id)
            known.set(id, one)
            return one
          }),
        )
        if (own !== asked) return
        compared.value = found
        error.value = null
      } catch (thrown) {
        known.clear()
        if (own === asked) error.value = thrown
      } finally {
        if (own === asked) isLoading.value = false
      }
    },
    { immediate: true },
  )
  return { compared, isLoading, error }
}
