/** Accuracy curves of one draw, a curve for each number of shots: first the one in view, the others while nothing moves. */
import { onScopeDispose, shallowRef, watch } from 'vue'
import type { ShallowRef } from 'vue'
import type { CurveChoice, CurveFigure, FigureProgress } from '../../../../shared/contract/figures.ts'
import { refusal, reopened, useConnection } from '../../../client/index.ts'
import { PATIENCE, readFigure } from './read-figure.ts'

/** What the curves of one draw have in common. */
export type Draw = Omit<CurveChoice, 'shot'> & { readonly runId: string }

/** Shots the slider goes to. */
const MOST_SHOTS = 10
/** Milliseconds without a move before the curves nobody looks at are made. */
const IDLE = 500

export interface UseCurvesReturn {
  /** By shots; those of the draw asked for only. */
  readonly curves: ShallowRef<ReadonlyMap<number, CurveFigure>>
  /** As far as is known. */
  readonly mostShots: ShallowRef<number>
  /** Of the curve in view. */
  readonly error: ShallowRef<unknown>
  readonly progress: ShallowRef<FigureProgress | null>
  /** Whether the curve in view is being made. */
  readonly isWaiting: ShallowRef<boolean>
  readonly isCancelled: ShallowRef<boolean>
  cancel(): void
  retry(): void
}

/**
 * @param draw null while there is nothing to ask
 * @param shot of the curve in view
 * @param onMade called with the first curve of every draw
 */
export function useCurves(draw: () => Draw | null, shot: () => number, onMade: () => void): UseCurvesReturn {
  const connection = useConnection()
  const curves = shallowRef<ReadonlyMap<number, CurveFigure>>(new Map())
  const mostShots = shallowRef(MOST_SHOTS)
  const error = shallowRef<unknown>(null)
  const progress = shallowRef<FigureProgress | null>(null)
  const isWaiting = shallowRef(false)
  const isCancelled = shallowRef(false)
  let abort = new AbortController()
  let isBusy = false
  let moved = 0

  const keyOf = () => JSON.stringify(draw())
  let key = ''

  /** The curve in view, else the next one nobody has looked at yet. */
  function nextShot(): number | undefined {
    const known = (each: number) => curves.value.has(each)
    if (!known(shot())) return error.value === null ? shot() : undefined
    return Array.from({ length: mostShots.value }, (_, i) => i + 1).find((each) => !known(each))
  }

  async function make(wanted: Draw, shots: number): Promise<void> {
    const own = key
    const { signal } = abort
    const isInView = () => own === key && shots === shot()
    isWaiting.value = isInView()
    try {
      const choice = { ...wanted, shot: shots }
      const open = () => connection.client.figures.curve(choice, { signal, context: PATIENCE })
      const stream = reopened(connection, open, signal)
      const figure = await readFigure(stream, (told) => (progress.value = told))
      if (own !== key) return
      const isFirst = curves.value.size === 0
      curves.value = new Map(curves.value).set(shots, figure)
      if (isFirst) onMade()
    } catch (thrown) {
      if (own !== key || signal.aborted) return
      // More shots than the classes have pictures for.
      if (refusal(thrown)?.code === 'protocol/way' && shots > 1) mostShots.value = Math.min(mostShots.value, shots - 1)
      if (isInView() || shots === 1) error.value = thrown
    } finally {
      isWaiting.value = false
      progress.value = null
    }
  }

  async function pump(): Promise<void> {
    if (isBusy) return
    isBusy = true
    try {
      for (;;) {
        const wanted = draw()
        const shots = nextShot()
        if (wanted === null || shots === undefined || isCancelled.value || abort.signal.aborted) return
        if (shots === shot() || (await restsSince(moved))) await make(wanted, shots)
      }
    } finally {
      isBusy = false
    }
  }

  async function restsSince(move: number): Promise<boolean> {
    await new Promise((resolve) => setTimeout(resolve, IDLE))
    return move === moved
  }

  function begin(): void {
    moved++
    error.value = null
    isCancelled.value = false
    if (abort.signal.aborted) abort = new AbortController()
    if (key !== keyOf()) {
      key = keyOf()
      curves.value = new Map()
      mostShots.value = MOST_SHOTS
    }
    void pump()
  }

  watch([keyOf, shot], begin, { immediate: true })
  onScopeDispose(() => abort.abort())

  return {
    curves,
    mostShots,
    error,
    progress,
    isWaiting,
    isCancelled,
    cancel: () => {
      isCancelled.value = true
      abort.abort()
    },
    retry: begin,
  }
}
