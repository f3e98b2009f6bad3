/** Which part of a map is in view: all of it until the person goes nearer. */
import { usePreferredReducedMotion, useResizeObserver } from '@vueuse/core'
import { computed, onBeforeUnmount, shallowRef, watch } from 'vue'
import type { ComputedRef, Ref, ShallowRef } from 'vue'
import { between, fitView, viewWith, zoomAt } from './map-view.ts'
import type { MapView, Size, Spot } from './map-view.ts'

/** Milliseconds from one view to another. */
const FLIGHT = 450

export interface UseMapViewReturn {
  readonly view: ShallowRef<MapView>
  readonly size: Readonly<ShallowRef<Size>>
  /** The view of all points. */
  readonly whole: ComputedRef<MapView>
  fit(): void
  zoom(factor: number, at?: Spot): void
  flyTo(point: number): void
}

/** @param points [count, 2] @param box what the map fills */
export function useMapView(points: () => Float32Array, box: Readonly<Ref<HTMLElement | null>>): UseMapViewReturn {
  const size = shallowRef<Size>({ width: 0, height: 0 })
  const view = shallowRef<MapView>({ x: 0, y: 0, scale: 1 })
  const whole = computed(() => fitView(points(), size.value))
  const motion = usePreferredReducedMotion()
  let flight = 0
  let wasFitted = false

  watch(points, () => (view.value = whole.value))
  useResizeObserver(box, ([entry]) => {
    if (!entry) return
    const { width, height } = entry.contentRect
    const isWhole = !wasFitted || view.value.scale === whole.value.scale
    size.value = { width: Math.round(width), height: Math.round(height) }
    if (isWhole && width > 0) {
      view.value = whole.value
      wasFitted = true
    }
  })
  onBeforeUnmount(() => cancelAnimationFrame(flight))

  function fly(to: MapView): void {
    cancelAnimationFrame(flight)
    if (motion.value === 'reduce') {
      view.value = to
      return
    }
    const from = view.value
    const start = performance.now()
    const step = (now: number) => {
      const share = Math.min(1, Math.max(0, now - start) / FLIGHT)
      view.value = share === 1 ? to : between(from, to, 1 - (1 - share) ** 3)
      if (share < 1) flight = requestAnimationFrame(step)
    }
    flight = requestAnimationFrame(step)
  }

  return {
    view,
    size,
    whole,
    fit: () => fly(whole.value),
    zoom(factor, at = { x: size.value.width / 2, y: size.value.height / 2 }) {
      cancelAnimationFrame(flight)
      view.value = zoomAt(view.value, size.value, at, factor, whole.value)
    },
    flyTo(point) {
      const all = points()
      const to = viewWith(view.value, size.value, { x: all[2 * point]!, y: all[2 * point + 1]! })
      if (to !== view.value) fly(to)
    },
  }
}
