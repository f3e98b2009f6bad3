/** One figure: asked for again whenever the question changes, the last question only. */
import { onScopeDispose, shallowRef, watch } from 'vue'
import type { ShallowRef } from 'vue'
import type { FigureEvent, FigureProgress } from '../../../../shared/contract/figures.ts'
import type { HostClient } from '../../../../shared/contract/index.ts'
import { reopened, useConnection } from '../../../client/index.ts'
import { PATIENCE, readFigure } from './read-figure.ts'

interface CallOptions {
  readonly signal: AbortSignal
  readonly context: { readonly timeoutMs: number }
}

export interface UseFigureReturn<Figure> {
  /** The one before stays while the next is made, as long as it is about the same classes. */
  readonly figure: ShallowRef<Figure | null>
  readonly error: ShallowRef<unknown>
  readonly progress: ShallowRef<FigureProgress | null>
  readonly isWaiting: ShallowRef<boolean>
  readonly isCancelled: ShallowRef<boolean>
  cancel(): void
  retry(): void
}

/**
 * @param question null while there is nothing to ask
 * @param keeps whether the figure of one question may stand until that of the next is there
 */
export function useFigure<Question, Figure>(
  question: () => Question | null,
  open: (client: HostClient, asked: Question, options: CallOptions) => Promise<AsyncIterable<FigureEvent<Figure>>>,
  { keeps, onMade }: { keeps: (before: Question, now: Question) => boolean; onMade: (asked: Question) => void },
): UseFigureReturn<Figure> {
  const connection = useConnection()
  const figure = shallowRef<Figure | null>(null)
  const error = shallowRef<unknown>(null)
  const progress = shallowRef<FigureProgress | null>(null)
  const isWaiting = shallowRef(false)
  const isCancelled = shallowRef(false)
  let abort: AbortController | undefined
  let before: Question | null = null

  async function ask(): Promise<void> {
    abort?.abort()
    const own = (abort = new AbortController())
    const asked = question()
    error.value = null
    progress.value = null
    isCancelled.value = false
    if (asked === null || before === null || !keeps(before, asked)) figure.value = null
    before = asked
    isWaiting.value = asked !== null
    if (asked === null) return
    try {
      const options = { signal: own.signal, context: PATIENCE }
      const stream = reopened(connection, () => open(connection.client, asked, options), own.signal)
      const found = await readFigure(stream, (told) => void (own === abort && (progress.value = told)))
      if (own !== abort) return
      figure.value = found
      onMade(asked)
    } catch (thrown) {
      if (own === abort && !own.signal.aborted) error.value = thrown
    } finally {
      if (own === abort) isWaiting.value = false
    }
  }

  watch(
    () => JSON.stringify(question()),
    () => void ask(),
    { immediate: true },
  )
  onScopeDispose(() => abort?.abort())

  return {
    ...{ figure, error, progress, isWaiting, isCancelled },
    cancel: () => {
      isCancelled.value = true
      abort?.abort()
    },
    retry: () => void ask(),
  }
}
