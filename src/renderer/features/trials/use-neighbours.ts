import { shallowRef, watch } from 'vue'
import type { Ref, ShallowRef } from 'vue'
import type { Neighbourhood, NeighboursEvent } from '../../../shared/contract/trials.ts'
import { useStream } from '../../client/index.ts'
import { onDataLocated } from '../../stores/moved-data.ts'
import { PATIENCE } from './use-trial-list.ts'

/** Neighbourhoods kept at hand. */
const KEPT = 40

/** Which neighbours are wanted; null for none. */
export interface NeighbourWish {
  readonly trial: number
  readonly redraw: number
  readonly scope: 'part' | 'all'
  readonly limit: number
}

export interface UseNeighboursReturn {
  /** The one before stays until the next is here. */
  readonly neighbourhood: ShallowRef<Neighbourhood | null>
  /** Whether what is shown is not yet what is wanted. */
  readonly isStale: ShallowRef<boolean>
  /** While pictures without a code are embedded. */
  readonly progress: ShallowRef<Extract<NeighboursEvent, { kind: 'progress' }> | null>
  readonly isEmbedding: Readonly<Ref<boolean>>
  readonly error: ShallowRef<unknown>
  /** Embeds what has no code, then ranks again. */
  embedAll(): void
  /** Ends that; what was embedded is kept, and ranked. */
  cancel(): void
  retry(): void
}

/** What lies nearest to the query of the trial in view. */
export function useNeighbours(
  ofEvaluation: { readonly runId: string; readonly id: string },
  wish: Readonly<Ref<NeighbourWish | null>>,
): UseNeighboursReturn {
  const kept = new Map<string, Neighbourhood>()
  const neighbourhood = shallowRef<Neighbourhood | null>(null)
  const isStale = shallowRef(false)
  const progress = shallowRef<Extract<NeighboursEvent, { kind: 'progress' }> | null>(null)
  const error = shallowRef<unknown>(null)

  function show(key: string, found: Neighbourhood): void {
    kept.set(key, found)
    for (const oldest of [...kept.keys()].slice(0, -KEPT)) kept.delete(oldest)
    neighbourhood.value = found
    isStale.value = false
  }

  const ranking = useStream<NeighboursEvent>(
    (client, signal) =>
      wish.value
        ? client.trials.neighbours({ ...ofEvaluation, ...wish.value, make: false }, { signal, context: PATIENCE })
        : undefined,
    {
      onEvent(event) {
        if (event.kind === 'done' && wish.value) show(JSON.stringify(wish.value), event.neighbourhood)
      },
      onError: (thrown) => (error.value = thrown),
      immediate: false,
    },
  )

  function rank(): void {
    ranking.stop()
    error.value = null
    if (!wish.value) return
    const key = JSON.stringify(wish.value)
    const known = kept.get(key)
    if (known) show(key, known)
    else {
      isStale.value = true
      ranking.start()
    }
  }

  /** Where more pictures have codes now, what was ranked before is out of date. */
  function rankAnew(): void {
    progress.value = null
    kept.clear()
    rank()
  }

  // It goes on while the person steps through the trials: the codes are of use for all of them.
  const embedding = useStream<NeighboursEvent>(
    (client, signal) =>
      wish.value
        ? client.trials.neighbours({ ...ofEvaluation, ...wish.value, make: true }, { signal, context: PATIENCE })
        : undefined,
    {
      onEvent: (event) => event.kind === 'progress' && (progress.value = event),
      onEnd: rankAnew,
      onError(thrown) {
        rankAnew()
        error.value = thrown
      },
      immediate: false,
    },
  )

  watch(() => JSON.stringify(wish.value), rank, { immediate: true })
  // What was ranked before shows the pictures from where they were.
  onDataLocated(() => ofEvaluation.runId, rankAnew)

  return {
    neighbourhood,
    isStale,
    progress,
    isEmbedding: embedding.running,
    error,
    embedAll: () => embedding.start(),
    cancel() {
      embedding.stop()
      rankAnew()
    },
    retry: rank,
  }
}
