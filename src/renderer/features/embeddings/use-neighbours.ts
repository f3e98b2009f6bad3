/** The pictures nearest to the one that is looked at, in the space of the embeddings, and the way back. */
import { computed, shallowRef, watch } from 'vue'
import type { ComputedRef, Ref, ShallowRef } from 'vue'
import type { AskedMap } from '../../stores/mapping.ts'
import { useClient } from '../../client/index.ts'

export interface MapNeighbour {
  readonly point: number
  readonly distance: number
}

export interface UseNeighboursReturn {
  /** Null while they are asked for, or where no point is. */
  readonly list: ShallowRef<readonly MapNeighbour[] | null>
  readonly error: ShallowRef<unknown>
  /** Whether there is a point to go back to. */
  readonly canGoBack: ComputedRef<boolean>
  /** The point before this one. */
  back(): number | undefined
  /** Asks for those of the same point again. */
  retry(): void
}

const COUNT = 50
/** Milliseconds a point must be looked at: keys run through many. */
const PATIENCE = 120

export function useNeighbours(
  shown: () => { readonly asked: AskedMap; readonly hash: string } | null,
  current: Ref<number | null>,
): UseNeighboursReturn {
  const client = useClient()
  const list = shallowRef<readonly MapNeighbour[] | null>(null)
  const error = shallowRef<unknown>(null)
  const trail = shallowRef<readonly number[]>([])
  const tries = shallowRef(0)

  watch([current, () => shown()?.hash, tries], ([point, hash, tried], [before, oldHash, triedBefore], onCleanup) => {
    const isOther = hash !== oldHash
    if (isOther) trail.value = []
    else if (tried === triedBefore) {
      const isBack = trail.value.at(-1) === point
      if (isBack) trail.value = trail.value.slice(0, -1)
      else if (before !== null && before !== undefined) trail.value = [...trail.value, before]
    }
    list.value = null
    error.value = null
    const controller = new AbortController()
    const timer = setTimeout(() => void ask(point, controller.signal), PATIENCE)
    onCleanup(() => {
      clearTimeout(timer)
      controller.abort()
    })
  })

  async function ask(point: number | null, signal: AbortSignal): Promise<void> {
    const of = shown()
    if (point === null || !of) return
    const { runId, parts } = of.asked
    try {
      const asked = { runId, parts, hash: of.hash, point, count: COUNT }
      const found = await client.embeddings.neighbours(asked, { signal, context: { timeoutMs: 120_000 } })
      if (!signal.aborted) list.value = found
    } catch (thrown) {
      if (!signal.aborted) error.value = thrown
    }
  }

  return {
    ...{ list, error },
    canGoBack: computed(() => trail.value.length > 0),
    back: () => trail.value.at(-1),
    retry: () => void tries.value++,
  }
}
