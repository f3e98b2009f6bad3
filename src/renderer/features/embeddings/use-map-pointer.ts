/** Mouse, pen and finger on a map: drag to move, wheel to zoom, Shift or the tool to draw a lasso, click to choose. */
import { shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import { nearestPoint, pointsInside } from './find-points.ts'
import { panBy, toMap } from './map-view.ts'
import type { Spot } from './map-view.ts'
import type { UseMapDrawingReturn } from './use-map-drawing.ts'

/** Pixels that a click may tremble, and that it may miss a point by. */
const TREMBLE = 4
const REACH = 14

export interface MapPointerEvents {
  readonly choose: (point: number | null) => void
  readonly pick: (points: number[]) => void
}

export interface UseMapPointerReturn {
  readonly isDragging: ShallowRef<boolean>
  down(event: PointerEvent): void
  move(event: PointerEvent): void
  up(event: PointerEvent): void
  leave(): void
  wheel(event: WheelEvent): void
}

export function useMapPointer(
  drawing: UseMapDrawingReturn,
  points: () => Float32Array,
  isLasso: () => boolean,
  { choose, pick }: MapPointerEvents,
): UseMapPointerReturn {
  const isDragging = shallowRef(false)
  let pressed: { readonly at: Spot; readonly lasso: boolean; moved: boolean; last: Spot } | null = null

  const spot = (event: MouseEvent): Spot => {
    const { left, top } = (event.currentTarget as HTMLElement).getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }
  const under = (at: Spot): number | null => {
    const { view, size, isShown } = drawing
    return nearestPoint(points(), toMap(view.value, size.value, at), REACH / view.value.scale, isShown) ?? null
  }

  function down(event: PointerEvent): void {
    if (event.button !== 0) return
    const at = spot(event)
    ;(event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)
    pressed = { at, lasso: isLasso() || event.shiftKey, moved: false, last: at }
  }

  function move(event: PointerEvent): void {
    const at = spot(event)
    if (!pressed) {
      drawing.hovered.value = under(at)
      return
    }
    if (Math.hypot(at.x - pressed.at.x, at.y - pressed.at.y) > TREMBLE) pressed.moved = true
    if (!pressed.moved) return
    isDragging.value = true
    drawing.hovered.value = null
    if (pressed.lasso)
      drawing.lasso.value = [...(drawing.lasso.value.length === 0 ? [pressed.at] : drawing.lasso.value), at]
    else drawing.view.value = panBy(drawing.view.value, at.x - pressed.last.x, at.y - pressed.last.y)
    pressed.last = at
  }

  function up(event: PointerEvent): void {
    if (!pressed) return
    const { lasso, moved } = pressed
    pressed = null
    isDragging.value = false
    if (!moved) choose(under(spot(event)))
    else if (lasso) {
      const { view, size, isShown } = drawing
      const line = drawing.lasso.value.map((at) => toMap(view.value, size.value, at))
      pick(pointsInside(points(), line, isShown))
    }
    drawing.lasso.value = []
  }

  return {
    isDragging,
    down,
    move,
    up,
    leave: () => void (drawing.hovered.value = null),
    wheel(event) {
      event.preventDefault()
      // Lines or pages where the browser counts in those.
      const pixels = event.deltaY * (event.deltaMode === 0 ? 1 : 30)
      drawing.zoom(Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.0018)), spot(event))
    },
  }
}
