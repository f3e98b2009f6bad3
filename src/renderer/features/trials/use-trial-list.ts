import { onScopeDispose, shallowRef, triggerRef, watch } from 'vue'
import type { Ref, ShallowRef } from 'vue'
import type { TrialRow } from '../../../shared/contract/evaluations.ts'
import { useClient } from '../../client/index.ts'
import { PagedRows } from './paged-rows.ts'

export type TrialSort = 'margin' | 'order'

const PAGE = 500
/** The first answer may take long: pictures whose codes were not kept are embedded again. */
export const PATIENCE = { timeoutMs: 600_000 }

/** Only trials whose query is of one class, or was taken for one. */
export interface TrialFilter {
  readonly truth?: string
  readonly chosen?: string
}

export interface UseTrialListReturn {
  /** Changes whenever rows arrive. */
  readonly rows: ShallowRef<PagedRows<TrialRow>>
  readonly total: ShallowRef<number | null>
  /** Place in the list; -1 while it is looked for. */
  readonly position: ShallowRef<number>
  readonly current: ShallowRef<TrialRow | undefined>
  readonly error: ShallowRef<unknown>
  /** Goes to a place, as near as there is one. */
  go(to: number): void
  retry(): void
}

/**
 * The trials of one evaluation in the order asked for, and a place in them.
 * @param wanted trial to begin with, where it is in the list
 * @param only what the list is narrowed to
 */
export function useTrialList(
  ofEvaluation: { readonly runId: string; readonly id: string },
  wrongOnly: Readonly<Ref<boolean>>,
  sort: Readonly<Ref<TrialSort>>,
  wanted: number | null,
  only: Readonly<Ref<TrialFilter>> = shallowRef({}),
): UseTrialListReturn {
  const client = useClient()
  const abort = new AbortController()
  onScopeDispose(() => abort.abort())
  const total = shallowRef<number | null>(null)
  const position = shallowRef(-1)
  const current = shallowRef<TrialRow>()
  const error = shallowRef<unknown>(null)
  const rows = shallowRef(makeRows())

  function makeRows(): PagedRows<TrialRow> {
    const asked = { ...ofEvaluation, wrongOnly: wrongOnly.value, sort: sort.value, ...only.value }
    const made: PagedRows<TrialRow> = new PagedRows<TrialRow>({
      pageSize: PAGE,
      load: (offset, limit) =>
        client.evaluations.trials({ ...asked, offset, limit }, { signal: abort.signal, context: PATIENCE }),
      onChange: () => {
        if (rows.value !== made) return
        total.value = made.total
        triggerRef(rows)
      },
    })
    return made
  }

  function fail(own: PagedRows<TrialRow>, thrown: unknown): void {
    if (rows.value === own && !abort.signal.aborted) error.value = thrown
  }

  /** A new list that keeps the trial in view where it has it, else begins at the top. */
  async function begin(trial: number | null): Promise<void> {
    const own = makeRows()
    rows.value = own
    total.value = null
    error.value = null
    try {
      await own.need(0, 0)
      if (rows.value !== own) return
      const found = trial === null ? 0 : await placeOf(own, trial)
      if (rows.value === own) go(Math.max(0, found))
    } catch (thrown) {
      fail(own, thrown)
    }
  }

  /** Where all are listed in order, a trial's place is its number. */
  async function placeOf(own: PagedRows<TrialRow>, trial: number): Promise<number> {
    if (!wrongOnly.value && sort.value === 'order' && Object.keys(only.value).length === 0)
      return trial < (own.total ?? 0) ? trial : -1
    return own.find((row) => row.trial === trial)
  }

  function go(to: number): void {
    const own = rows.value
    const last = (own.total ?? 0) - 1
    position.value = Math.max(0, Math.min(last, to))
    const known = own.at(position.value)
    if (known || last < 0) {
      current.value = known
      return
    }
    const at = position.value
    own.get(at).then(
      (row) => {
        if (rows.value === own && position.value === at) current.value = row
      },
      (thrown: unknown) => fail(own, thrown),
    )
  }

  watch([wrongOnly, sort, only], () => void begin(current.value?.trial ?? null))
  void begin(wanted)

  return { rows, total, position, current, error, go, retry: () => void begin(current.value?.trial ?? wanted) }
}
