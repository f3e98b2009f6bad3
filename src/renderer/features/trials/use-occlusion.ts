import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { ComputedRef, Ref, ShallowRef } from 'vue'
import type { OcclusionEvent, OcclusionGrid, OcclusionMaps, OcclusionSubject } from '../../../shared/contract/trials.ts'
import { useStream } from '../../client/index.ts'
import { PATIENCE } from './use-trial-list.ts'

/** Maps kept at hand: stepping back shows them at once. */
const KEPT = 40
/** Whoever steps through quickly wants no map of each trial. */
const START_AFTER_MS = 300

export interface Occlusion {
  readonly subject: OcclusionSubject
  /** Null until the first positions are known. */
  readonly maps: OcclusionMaps | null
  readonly done: number
  /** Copies to be embedded; null until that is known. */
  readonly total: number | null
  readonly isComplete: boolean
}

/** Which map is wanted; null for none. */
export interface OcclusionWish {
  readonly trial: number
  readonly redraw: number
  readonly grid: OcclusionGrid
  readonly support: number
}

export interface UseOcclusionReturn {
  /** Of the wish, as far as it is known. */
  readonly occlusion: ShallowRef<Occlusion | null>
  readonly isWorking: ComputedRef<boolean>
  readonly error: ShallowRef<unknown>
  retry(): void
}

/** The occlusion map of the trial in view. Moving on ends the work; what was finished is kept. */
export function useOcclusion(
  ofEvaluation: { readonly runId: string; readonly id: string },
  wish: Readonly<Ref<OcclusionWish | null>>,
): UseOcclusionReturn {
  const kept = new Map<string, Occlusion>()
  const occlusion = shallowRef<Occlusion | null>(null)
  const error = shallowRef<unknown>(null)
  const isWaiting = shallowRef(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  function keep(key: string, finished: Occlusion): void {
    kept.delete(key)
    kept.set(key, finished)
    for (const oldest of [...kept.keys()].slice(0, -KEPT)) kept.delete(oldest)
  }

  function receive(event: OcclusionEvent): void {
    if (event.kind === 'subject') {
      occlusion.value = { subject: event.subject, maps: null, done: 0, total: null, isComplete: false }
    } else if (occlusion.value) {
      const { maps } = event
      occlusion.value =
        event.kind === 'done'
          ? { ...occlusion.value, maps, isComplete: true }
          : { ...occlusion.value, maps, done: event.done, total: event.total }
      if (event.kind === 'done' && wish.value) keep(JSON.stringify(wish.value), occlusion.value)
    }
  }

  const { running, start, stop } = useStream<OcclusionEvent>(
    (client, signal) =>
      wish.value
        ? client.trials.occlusion({ ...ofEvaluation, ...wish.value }, { signal, context: PATIENCE })
        : undefined,
    { onEvent: receive, onError: (thrown) => (error.value = thrown), immediate: false },
  )

  function begin(afterMs: number): void {
    clearTimeout(timer)
    stop()
    error.value = null
    isWaiting.value = false
    const key = wish.value && JSON.stringify(wish.value)
    occlusion.value = (key !== null && kept.get(key)) || null
    if (key === null || occlusion.value) return
    isWaiting.value = true
    timer = setTimeout(() => {
      isWaiting.value = false
      start()
    }, afterMs)
  }

  watch(
    () => JSON.stringify(wish.value),
    () => begin(START_AFTER_MS),
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
  return { occlusion, isWorking: computed(() => isWaiting.value || running.value), error, retry: () => begin(0) }
}
