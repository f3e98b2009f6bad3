import { useEventListener, useTimeoutFn } from '@vueuse/core'
import { readonly, shallowRef } from 'vue'
import type { Ref } from 'vue'

/** Pixels a millisecond from which nobody sees single pictures any more. */
const FAST = 3
/** Milliseconds of rest after which they are looked at. */
const REST = 120

/** Whether the element is being scrolled so fast that what passes by need not be drawn. */
export function useRush(scroller: Readonly<Ref<HTMLElement | null>>): Readonly<Ref<boolean>> {
  const isRushing = shallowRef(false)
  let top = 0
  let at = 0
  const { start } = useTimeoutFn(() => (isRushing.value = false), REST, { immediate: false })
  useEventListener(
    scroller,
    'scroll',
    () => {
      const now = performance.now()
      const next = scroller.value?.scrollTop ?? 0
      if (Math.abs(next - top) > FAST * (now - at)) isRushing.value = true
      ;[top, at] = [next, now]
      if (isRushing.value) start()
    },
    { passive: true },
  )
  return readonly(isRushing)
}
