/** What the curves of one draw must beat: first beside the curve in view, then beside the others. */
import { onScopeDispose, shallowRef, watch } from 'vue'
import type { ShallowRef } from 'vue'
import type { CurveBaselines, CurveFigure, FigureProgress } from '../../../../shared/contract/figures.ts'
import { reopened, useConnection } from '../../../client/index.ts'
import { PATIENCE, readFigure } from './read-figure.ts'
import type { Draw } from './use-curves.ts'

export interface UseCurveBaselinesReturn {
  /** By shots; those of the draw asked for only. */
  readonly baselines: ShallowRef<ReadonlyMap<number, CurveBaselines>>
  readonly error: ShallowRef<unknown>
  readonly progress: ShallowRef<FigureProgress | null>
  /** Shots of those being measured. */
  readonly measuring: ShallowRef<number | null>
  retry(): void
}

/**
 * @param draw null while they are not wanted
 * @param shot of the curve in view
 * @param curves those that are there: nothing is measured beside others
 */
export function useCurveBaselines(
  draw: () => Draw | null,
  shot: () => number,
  curves: () => ReadonlyMap<number, CurveFigure>,
): UseCurveBaselinesReturn {
  const connection = useConnection()
  const baselines = shallowRef<ReadonlyMap<number, CurveBaselines>>(new Map())
  const error = shallowRef<unknown>(null)
  const progress = shallowRef<FigureProgress | null>(null)
  const measuring = shallowRef<number | null>(null)
  let abort = new AbortController()
  let key = ''

  function nextShot(): number | undefined {
    const isMissing = (each: number) => curves().has(each) && !baselines.value.has(each)
    return isMissing(shot()) ? shot() : [...curves().keys()].sort((a, b) => a - b).find(isMissing)
  }

  async function pump(): Promise<void> {
    const own = (abort = new AbortController())
    try {
      for (;;) {
        const wanted = draw()
        const shots = nextShot()
        if (wanted === null || shots === undefined) return
        measuring.value = shots
        const choice = { ...wanted, shot: shots }
        const open = () => connection.client.figures.curveBaselines(choice, { signal: own.signal, context: PATIENCE })
        const stream = reopened(connection, open, own.signal)
        const found = await readFigure(stream, (told) => void (own === abort && (progress.value = told)))
        if (own !== abort) return
        baselines.value = new Map(baselines.value).set(shots, found)
      }
    } catch (thrown) {
      if (own === abort && !own.signal.aborted) error.value = thrown
    } finally {
      if (own === abort) {
        measuring.value = null
        progress.value = null
      }
    }
  }

  function begin(): void {
    const now = JSON.stringify(draw())
    // What is under way may be what is wanted most.
    if (now === key && error.value === null && measuring.value !== null && measuring.value === nextShot()) return
    abort.abort()
    if (now !== key) baselines.value = new Map()
    key = now
    error.value = null
    void pump()
  }

  watch([() => JSON.stringify(draw()), shot, curves], begin, { immediate: true })
  onScopeDispose(() => abort.abort())

  return { baselines, error, progress, measuring, retry: begin }
}
