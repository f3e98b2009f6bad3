import { onScopeDispose, shallowRef, watch } from 'vue'
import type { Ref } from 'vue'
import type { Range } from '../../components/charts/line-config.ts'
import { useClient } from '../../client/index.ts'
import { curveOf } from './curve.ts'
import type { Curve } from './curve.ts'

const POINTS = 4000
/** Milliseconds of rest before a range is asked for: a wheel turns through many. */
const QUIET = 120

/**
 * Every step of the part of the curve that is looked at, where the whole curve holds only some.
 * @param range null for all of it
 */
export function useZoomedCurve(runId: string, range: Readonly<Ref<Range | null>>): Readonly<Ref<Curve | null>> {
  const client = useClient()
  const zoomed = shallowRef<Curve | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0

  async function load([low, high]: Range): Promise<void> {
    const own = asked
    const from = Math.max(0, Math.floor(low))
    const part = await client.runs.curve({ id: runId, from, to: Math.ceil(high), maxPoints: POINTS })
    if (own === asked) zoomed.value = curveOf(part)
  }

  watch(range, (now) => {
    asked++
    clearTimeout(timer)
    if (now === null) zoomed.value = null
    // Where the host does not answer, the curve as it is already shown serves.
    else timer = setTimeout(() => void load(now).catch(() => undefined), QUIET)
  })
  onScopeDispose(() => clearTimeout(timer))
  return zoomed
}
