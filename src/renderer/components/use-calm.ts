import { onScopeDispose, shallowRef, watch } from 'vue'
import type { Ref } from 'vue'
import { turn } from '../client/pulse.ts'

/**
 * Follows a value once in each interval of the clock, at the first of its changes there: all that is followed so shares a
 * frame. When no more changes come, it catches up.
 * @param interval milliseconds
 * @param isNews what is followed at once
 */
export function useCalm<T>(
  source: () => T,
  interval: number,
  isNews: (now: T, shown: T) => boolean = () => false,
): Readonly<Ref<T>> {
  const calm = shallowRef(source())
  let last = -1
  let timer: ReturnType<typeof setTimeout> | undefined
  const follow = (): void => {
    clearTimeout(timer)
    last = turn(interval)
    calm.value = source()
  }
  watch(source, (now) => {
    clearTimeout(timer)
    if (turn(interval) !== last || isNews(now, calm.value)) follow()
    else timer = setTimeout(follow, interval)
  })
  onScopeDispose(() => clearTimeout(timer))
  return calm
}
