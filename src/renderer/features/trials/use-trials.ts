import { shallowRef, watch } from 'vue'
import type { TrialDetail, TrialRow } from '../../../shared/contract/evaluations.ts'
import { useClient } from '../../client/index.ts'

/** Rows that are asked for at once. */
const PAGE = 500
/** Trials kept at hand: stepping back and forth asks nothing. */
const KEPT = 200

export type TrialSort = 'margin' | 'order'

/** The trials of one evaluation: the list, the one in view, and its neighbours fetched ahead. */
export function useTrials(runId: string, id: string) {
  const client = useClient()
  const rows = shallowRef<readonly TrialRow[]>([])
  const total = shallowRef(0)
  const wrongOnly = shallowRef(true)
  const sort = shallowRef<TrialSort>('margin')
  const position = shallowRef(0)
  const redraw = shallowRef(0)
  const detail = shallowRef<TrialDetail | null>(null)
  const luck = shallowRef<{ trial: number; draws: number; right: number } | null>(null)
  const isLoaded = shallowRef(false)
  const error = shallowRef<unknown>(null)
  const kept = new Map<string, Promise<TrialDetail>>()
  let asked = 0

  /** The first answer may take a while: pictures may have to be embedded again. */
  const context = { timeoutMs: 300_000 }

  async function loadRows(from = 0): Promise<void> {
    const own = ++asked
    try {
      const list = { runId, id, wrongOnly: wrongOnly.value, sort: sort.value, offset: from, limit: PAGE }
      const found = await client.evaluations.trials(list, { context })
      if (own !== asked) return
      rows.value = from === 0 ? found.rows : [...rows.value, ...found.rows]
      total.value = found.total
      isLoaded.value = true
      error.value = null
    } catch (thrown) {
      if (own === asked) error.value = thrown
    }
  }

  function fetchTrial(trial: number, draw: number): Promise<TrialDetail> {
    const key = `${trial} ${draw}`
    const known = kept.get(key)
    if (known) return known
    if (kept.size >= KEPT) kept.clear()
    const found = client.evaluations.trial({ runId, id, trial, redraw: draw }, { context })
    kept.set(key, found)
    found.catch(() => kept.delete(key))
    return found
  }

  async function show(): Promise<void> {
    const row = rows.value[position.value]
    if (!row) {
      detail.value = null
      return
    }
    const draw = redraw.value
    try {
      const found = await fetchTrial(row.trial, draw)
      if (rows.value[position.value] !== row || redraw.value !== draw) return
      detail.value = found
      error.value = null
    } catch (thrown) {
      error.value = thrown
      return
    }
    for (const near of [position.value + 1, position.value - 1]) {
      const next = rows.value[near]
      if (next) void fetchTrial(next.trial, 0).catch(() => undefined)
    }
    if (luck.value?.trial === row.trial) return
    luck.value = null
    const measured = await client.evaluations
      .luck({ runId, id, trial: row.trial, draws: 20 }, { context })
      .catch(() => undefined)
    if (measured && rows.value[position.value] === row) luck.value = { trial: row.trial, ...measured }
  }

  function go(to: number): void {
    const last = rows.value.length - 1
    position.value = Math.max(0, Math.min(last, to))
    if (to > last && rows.value.length < total.value) void loadRows(rows.value.length).then(() => (position.value = to))
  }

  watch([wrongOnly, sort], () => {
    position.value = 0
    void loadRows()
  })
  watch(position, () => (redraw.value = 0))
  watch([rows, position, redraw], () => void show())
  void loadRows()

  return {
    rows,
    total,
    wrongOnly,
    sort,
    position,
    redraw,
    detail,
    luck,
    isLoaded,
    error,
    go,
    loadMore: () => loadRows(rows.value.length),
  }
}
