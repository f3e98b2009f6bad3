import { shallowRef, triggerRef } from 'vue'
import type { RunDetail } from '../../../shared/contract/runs.ts'
import type { TrainingState } from '../../../shared/contract/training.ts'
import { refusal, useClient, useStream } from '../../client/index.ts'
import { useRuns } from '../../stores/runs.ts'
import { curveOf, cutAfter, emptyCurve, extend } from './curve.ts'

/** Points of the curve that are asked for at once: more than a screen is wide. */
const POINTS = 4000

/** A run's curve and state: live while it trains, from the disk when it has ended. */
export function useTraining(runId: string) {
  const client = useClient()
  const runs = useRuns()
  const state = shallowRef<TrainingState | null>(null)
  const detail = shallowRef<RunDetail | null>(null)
  const curve = shallowRef(emptyCurve())
  const error = shallowRef<unknown>(null)
  /** Null while the curve so far is on its way: what comes meanwhile is held back. */
  let held: Parameters<typeof extend>[1][] | null = null
  let restarts = 0

  async function loadCurve(): Promise<void> {
    held = []
    try {
      const kept = curveOf(await client.runs.curve({ id: runId, maxPoints: POINTS }))
      for (const points of held) extend(kept, points, [])
      curve.value = kept
    } finally {
      held = null
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
      error.value = thrown
    }
  }

  const stream = useStream(
    async (host, signal) => {
      const live = await host.training.watch({ runId }, { signal })
      void load()
      return live
    },
    {
      onEvent: ({ state: now, points, validations }) => {
        if (now.restarts.length > restarts) {
          restarts = now.restarts.length
          cutAfter(curve.value, now.step)
        }
        state.value = now
        if (held) held.push(points)
        else extend(curve.value, points, validations)
        triggerRef(curve)
      },
      onEnd: () => {
        void load()
        void runs.refresh()
      },
      onError: (thrown) => {
        state.value = null
        void load()
        // A run that is not under way is no trouble: it is shown from the disk.
        if (refusal(thrown)?.code !== 'training/none') error.value = thrown
      },
    },
  )

  return { state, detail, curve, error, watchAgain: stream.start, reload: load }
}
