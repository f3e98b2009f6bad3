import { onScopeDispose, shallowRef, watch } from 'vue'
import type { Ref } from 'vue'

/**
 * Follows a value at most once in the interval, together with one of its own changes: what is drawn of both then shares a
 * frame. When no more changes come, it catches up.
 * @param interval milliseconds
 */
export function useCalm<T>(source: () => T, interval: number): Readonly<Ref<T>> {
  const calm = shallowRef(source())
  let last = -Infinity
  let timer: ReturnType<typeof setTimeout> | undefined
  const follow = (): void => {
    clearTimeout(timer)
    last = performance.now()
    calm.value = source()
  }
  watch(source, () => {
    clearTimeout(timer)
    // Changes come at a beat: one that is nearly due is due.
    if (performance.now() - last >= 0.9 * interval) follow()
    else timer = setTimeout(follow, interval)
  })
  onScopeDispose(() => clearTimeout(timer))
  return calm
}
