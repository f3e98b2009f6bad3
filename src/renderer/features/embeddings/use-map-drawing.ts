/** Draws a map once a frame at most, whenever something it shows has changed. */
import { useEventListener } from '@vueuse/core'
import { computed, onBeforeUnmount, onMounted, shallowRef, watch } from 'vue'
import type { Ref, ShallowRef } from 'vue'
import { colourOf } from '../../components/charts/paint.ts'
import { openCanvasLayer } from './canvas-layer.ts'
import { openGlLayer } from './gl-layer.ts'
import { pointStyles, shuffled } from './map-scene.ts'
import type { MapScene } from './map-scene.ts'
import type { Spot } from './map-view.ts'
import { drawOverlay, themeColours } from './overlay.ts'
import { pointSide } from './points-layer.ts'
import type { PointsLayer } from './points-layer.ts'
import { ThumbStore } from './thumb-store.ts'
import { useMapView } from './use-map-view.ts'
import type { UseMapViewReturn } from './use-map-view.ts'

export interface UseMapDrawingReturn extends Omit<UseMapViewReturn, 'whole'> {
  readonly hovered: ShallowRef<number | null>
  readonly lasso: ShallowRef<readonly Spot[]>
  /** Null before the first drawing. */
  readonly kind: ShallowRef<PointsLayer['kind'] | null>
  readonly isShown: (point: number) => boolean
  /** Both layers on the page's ground, as the person sees them. */
  picture(): HTMLCanvasElement
}

export function useMapDrawing(
  scene: () => MapScene,
  elements: {
    readonly box: Readonly<Ref<HTMLElement | null>>
    readonly points: Readonly<Ref<HTMLCanvasElement | null>>
    readonly overlay: Readonly<Ref<HTMLCanvasElement | null>>
  },
): UseMapDrawingReturn {
  const { whole, ...moving } = useMapView(() => scene().map.points, elements.box)
  const { view, size } = moving
  const hovered = shallowRef<number | null>(null)
  const lasso = shallowRef<readonly Spot[]>([])
  const kind = shallowRef<PointsLayer['kind'] | null>(null)
  const lots = computed(() => shuffled(scene().map.points.length / 2))
  /** What was picked has room first. */
  const order = computed(() => {
    const { picked } = scene()
    const [first, then] = [true, false].map((is) => lots.value.filter((point) => picked.has(point) === is))
    return Uint32Array.from([...first!, ...then!])
  })
  const isFaint = (point: number) => scene().picked.size > 0 && !scene().picked.has(point)
  const isShown = (point: number) => !scene().isolated || scene().picked.has(point)

  let layer: PointsLayer | null = null
  let store: ThumbStore | null = null
  let frame = 0
  const stale = { points: true, styles: true, colours: true }
  let colours = themeColours(() => '#808080')

  function later(): void {
    frame ||= requestAnimationFrame(draw)
  }

  /** Tells the layer what has changed since it last drew. */
  function refresh(own: PointsLayer): void {
    if (stale.colours) {
      colours = themeColours(colourOf)
      own.setColours(colours)
    }
    if (stale.points) own.setPoints(scene().map.points)
    if (stale.styles) own.setStyles(pointStyles(scene()))
    stale.points = stale.styles = stale.colours = false
  }

  function draw(): void {
    frame = 0
    const { points: canvas, overlay } = { points: elements.points.value, overlay: elements.overlay.value }
    const { width, height } = size.value
    if (!layer || !store || !canvas || !overlay || width === 0) return
    const ratio = Math.min(2, window.devicePixelRatio)
    for (const each of [canvas, overlay]) {
      const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)]
      if (each.width !== w) each.width = w
      if (each.height !== h) each.height = h
    }
    refresh(layer)
    const { map, colouring, current, related, thumbs, labelOf } = scene()
    const { points } = map
    const side = pointSide(points.length / 2, view.value.scale / whole.value.scale)
    layer.draw(view.value, size.value, side, ratio)
    const context = overlay.getContext('2d')
    if (!context) return
    const font = getComputedStyle(overlay).fontFamily
    const over = { points, order: order.value, isShown, isFaint, colouring, colours, thumbs, store, labelOf, font }
    const looked = { current, hovered: hovered.value, related, lasso: lasso.value }
    drawOverlay(context, { ...over, ...looked }, view.value, size.value, ratio)
  }

  function openStore(): void {
    store?.dispose()
    const { map } = scene()
    store = new ThumbStore(map.source, map.pictures, 72 * Math.min(2, window.devicePixelRatio), later)
  }

  function openLayer(): void {
    const canvas = elements.points.value
    if (!canvas) return
    layer = openGlLayer(canvas) ?? openCanvasLayer(canvas)
    kind.value = layer?.kind ?? null
    stale.points = stale.styles = stale.colours = true
    later()
  }
  onMounted(() => {
    openLayer()
    openStore()
  })
  // The system takes the graphics card away now and then, and gives it back.
  useEventListener(elements.points, 'webglcontextlost', (event: Event) => event.preventDefault())
  useEventListener(elements.points, 'webglcontextrestored', openLayer)
  onBeforeUnmount(() => {
    cancelAnimationFrame(frame)
    store?.dispose()
    layer?.dispose()
    layer = null
  })

  watch(
    () => scene().map,
    () => {
      stale.points = stale.styles = true
      hovered.value = null
      openStore()
    },
  )
  watch([() => scene().colouring, () => scene().picked, () => scene().isolated], () => (stale.styles = true))
  watch(
    () => scene().theme,
    () => (stale.colours = true),
    { flush: 'post' },
  )
  watch([view, size, hovered, lasso, scene], later, { flush: 'post' })

  function picture(): HTMLCanvasElement {
    draw()
    const made = document.createElement('canvas')
    const [points, overlay] = [elements.points.value!, elements.overlay.value!]
    made.width = points.width
    made.height = points.height
    const context = made.getContext('2d')!
    context.fillStyle = colours.ground
    context.fillRect(0, 0, made.width, made.height)
    context.drawImage(points, 0, 0)
    context.drawImage(overlay, 0, 0)
    return made
  }

  return { ...moving, hovered, lasso, kind, isShown, picture }
}
