import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { ComputedRef, Ref, ShallowRef } from 'vue'
import type { PictureRef } from '../../../shared/contract/common.ts'
import { pictureUrl } from '../../../shared/contract/picture-url.ts'
import type { TrialDetail, TrialRow } from '../../../shared/contract/evaluations.ts'
import { useClient } from '../../client/index.ts'
import { DRAWS } from './luck.ts'
import { RecentCache } from './recent-cache.ts'
import { PATIENCE } from './use-trial-list.ts'

export const QUERY_SIZE = 208
export const SUPPORT_SIZE = 40

/** Trials kept at hand: stepping back and forth asks nothing. */
const KEPT = 200
/** Whoever holds the arrow key down does not want to know how each trial's luck was. */
const LUCK_AFTER_MS = 250
/** Rows of supports in view at first. */
const PRELOADED_WAYS = 24

export interface Luck {
  readonly draws: number
  readonly right: number
}

export interface UseTrialReturn {
  /** The one before stays until the next is here. */
  readonly detail: ComputedRef<TrialDetail | null>
  /** Null until it is measured. */
  readonly luck: ShallowRef<Luck | null>
  /** The draw that is asked for: 0 the trial itself, 1, 2, … with other supports. */
  readonly redraw: ShallowRef<number>
  /** The draw that `detail` is of. */
  readonly shownDraw: ComputedRef<number>
  readonly error: ShallowRef<unknown>
  readonly isStale: ComputedRef<boolean>
  /** Forgets what was fetched, and fetches the trial in view again. */
  reload(): void
}

/** Begins to fetch a picture as a thumbnail of that size will ask for it. */
function preload({ source, index }: PictureRef, size: number): void {
  new Image().src = pictureUrl(source, index, size * Math.min(2, window.devicePixelRatio))
}

/**
 * The trial in view, with its neighbours fetched ahead so that a step shows at once.
 * @param neighbours rows that a key may lead to next
 */
export function useTrial(
  ofEvaluation: { readonly runId: string; readonly id: string },
  current: Readonly<Ref<TrialRow | undefined>>,
  neighbours: () => readonly (TrialRow | undefined)[],
): UseTrialReturn {
  const client = useClient()
  const abort = new AbortController()
  const options = { signal: abort.signal, context: PATIENCE }
  const trials = new RecentCache<TrialDetail>(KEPT)
  const lucks = new RecentCache<Luck>(KEPT)
  const shown = shallowRef<{ readonly detail: TrialDetail; readonly draw: number } | null>(null)
  const luck = shallowRef<Luck | null>(null)
  const redraw = shallowRef(0)
  const error = shallowRef<unknown>(null)
  let waiting: ReturnType<typeof setTimeout> | undefined

  const keyOf = (trial: number, draw: number) => `${trial} ${draw}`
  const fetchTrial = (trial: number, draw: number) =>
    trials.get(keyOf(trial, draw), () => client.evaluations.trial({ ...ofEvaluation, trial, redraw: draw }, options))

  function isStill(row: TrialRow, draw: number): boolean {
    return !abort.signal.aborted && current.value?.trial === row.trial && redraw.value === draw
  }

  async function show(row: TrialRow, draw: number): Promise<void> {
    try {
      const known = trials.peek(keyOf(row.trial, draw))
      if (known) shown.value = { detail: known, draw }
      const found = await fetchTrial(row.trial, draw)
      if (!isStill(row, draw)) return
      shown.value = { detail: found, draw }
      error.value = null
      void prefetch(row, draw)
    } catch (thrown) {
      if (isStill(row, draw)) error.value = thrown
    }
  }

  async function prefetch(row: TrialRow, draw: number): Promise<void> {
    const ahead = neighbours().flatMap((each) => (each ? [{ trial: each.trial, draw: 0 }] : []))
    if (draw > 0) ahead.unshift({ trial: row.trial, draw: draw + 1 })
    for (const next of ahead) {
      if (!isStill(row, draw)) return
      const { query, ways } = await fetchTrial(next.trial, next.draw).catch(() => ({ query: null, ways: [] }))
      if (query) preload(query, QUERY_SIZE)
      for (const { supports } of ways.slice(0, PRELOADED_WAYS)) {
        for (const support of supports.slice(0, 5)) preload(support, SUPPORT_SIZE)
      }
    }
  }

  async function measureLuck({ trial }: TrialRow): Promise<void> {
    const found = await lucks
      .get(String(trial), () => client.evaluations.luck({ ...ofEvaluation, trial, draws: DRAWS }, options))
      .catch(() => null)
    if (current.value?.trial === trial) luck.value = found
  }

  watch(
    current,
    (row, before) => {
      if (row?.trial === before?.trial && row !== undefined) return
      redraw.value = 0
      clearTimeout(waiting)
      if (!row) {
        shown.value = null
        luck.value = null
        return
      }
      luck.value = lucks.peek(String(row.trial)) ?? null
      if (!luck.value) waiting = setTimeout(() => void measureLuck(row), LUCK_AFTER_MS)
    },
    { immediate: true, flush: 'sync' },
  )
  watch([current, redraw], ([row, draw]) => row && void show(row, draw), { immediate: true })
  onScopeDispose(() => {
    clearTimeout(waiting)
    abort.abort()
  })

  function reload(): void {
    trials.clear()
    error.value = null
    if (!current.value) return
    void show(current.value, redraw.value)
    if (luck.value === null) void measureLuck(current.value)
  }

  const detail = computed(() => shown.value?.detail ?? null)
  const shownDraw = computed(() => shown.value?.draw ?? 0)
  const isStale = computed(
    () => detail.value?.trial !== current.value?.trial || (shown.value !== null && shownDraw.value !== redraw.value),
  )
  return { detail, luck, redraw, shownDraw, error, isStale, reload }
}
