import { onScopeDispose, shallowRef } from 'vue'
import type { Ref } from 'vue'
import type { RunDetail } from '../../../shared/contract/runs.ts'
import type { TrainingState, TrainingUpdate } from '../../../shared/contract/training.ts'
import { refusal, useClient, useStream } from '../../client/index.ts'
import { useCalm } from '../../components/use-calm.ts'
import { useRuns } from '../../stores/runs.ts'
import { curveOf, emptyCurve, extend, grown } from './curve.ts'
import type { Curve } from './curve.ts'
import { isNews } from './steady-state.ts'

/** Points of the curve that are asked for at once: more than a screen is wide. */
const POINTS = 4000
/** Milliseconds: words and figures are drawn anew once in them, since drawing takes from the training. */
const CALM = 1000

/** Milliseconds until a training that has no folder yet is asked for again, and how often. */
const AGAIN = 100
const TRIES = 50

/**
 * A run's curve and state: live while it trains, from the disk when it has ended. `curve` and `state` follow calmly, `growing`
 * is the curve at this moment.
 */
export function useTraining(runId: string) {
  const client = useClient()
  const runs = useRuns()
  const latest = shallowRef<TrainingState | null>(null)
  const state = useCalm(() => latest.value, CALM, isNews)
  const detail = shallowRef<RunDetail | null>(null)
  const growing: Ref<Curve> = shallowRef(emptyCurve())
  // Read anew, it has other columns.
  const curve = useCalm(
    () => growing.value,
    CALM,
    (now, shown) => now.step !== shown.step,
  )
  const error = shallowRef<unknown>(null)
  const isLoaded = shallowRef(false)
  /** What comes while the curve so far is on its way. */
  let held: TrainingUpdate[] | null = null
  let asked = 0
  let isWatched = true
  let tries = 0
  let again: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(again))

  async function loadCurve(): Promise<void> {
    const own = ++asked
    held = []
    try {
      const kept = curveOf(await client.runs.curve({ id: runId, maxPoints: POINTS }))
      if (own !== asked) return
      for (const { points, validations } of held) extend(kept, points, validations)
      growing.value = kept
    } finally {
      if (own === asked) held = null
    }
  }

  async function loadDetail(): Promise<void> {
    detail.value = await client.runs.get({ id: runId })
  }

  async function load(): Promise<void> {
    try {
      await Promise.all([loadCurve(), loadDetail()])
      error.value = null
    } catch (thrown) {
      // A training that has just begun is there before its folder is.
      if (isWatched && refusal(thrown)?.code === 'run/none' && tries++ < TRIES) {
        clearTimeout(again)
        again = setTimeout(() => void load(), AGAIN)
        return
      }
      error.value = thrown
    }
    isLoaded.value = true
  }

  function take(update: TrainingUpdate): void {
    latest.value = update.state
    if (held) held.push(update)
    else if (update.points.length > 0 || update.validations.length > 0) {
      extend(growing.value, update.points, update.validations)
      growing.value = grown(growing.value)
    }
  }

  const stream = useStream(
    async (host, signal) => {
      const live = await host.training.watch({ runId }, { signal })
      isWatched = true
      void load()
      return live
    },
    {
      onEvent: take,
      mayWait: (update) => !isNews(update.state, latest.value),
      onEnd: () => {
        void load()
        void runs.refresh()
      },
      onError: (thrown) => {
        isWatched = false
        latest.value = null
        void load()
        // A run that is not under way is no trouble: it is shown from the disk.
        if (refusal(thrown)?.code !== 'training/none') error.value = thrown
      },
    },
  )

  return { state, detail, curve, growing, error, isLoaded, watchAgain: stream.start }
}
