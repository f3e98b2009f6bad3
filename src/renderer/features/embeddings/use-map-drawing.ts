/** Draws a map once a frame at most, whenever something it shows has changed. */
import { useEventListener, usePreferredReducedMotion, useResizeObserver } from '@vueuse/core'
import { computed, onBeforeUnmount, onMounted, shallowRef, watch } from 'vue'
import type { Ref, ShallowRef } from 'vue'
import type { EmbeddingMap } from '../../../shared/contract/embeddings.ts'
import { Rng } from '../../../shared/random.ts'
import { colourOf } from '../../components/charts/paint.ts'
import { openCanvasLayer } from './canvas-layer.ts'
import type { Colouring } from './colouring.ts'
import { openGlLayer } from './gl-layer.ts'
import { between, fitView, viewWith, zoomAt } from './map-view.ts'
import type { MapView, Size, Spot } from './map-view.ts'
import { drawOverlay, themeColours } from './overlay.ts'
import type { Thumbs } from './overlay.ts'
import { pointSide, STATES } from './points-layer.ts'
import type { PointsLayer } from './points-layer.ts'
import { ThumbStore } from './thumb-store.ts'

/** What is drawn. */
export interface MapScene {
  readonly map: EmbeddingMap
  readonly colouring: Colouring
  readonly picked: ReadonlySet<number>
  /** Hides all that is not picked. */
  readonly isolated: boolean
  readonly current: number | null
  readonly related: readonly number[]
  readonly thumbs: Thumbs
  readonly labelOf: ((point: number) => string) | null
  readonly theme: string
}

const FLIGHT = 450

export interface UseMapDrawingReturn {
  readonly view: ShallowRef<MapView>
  readonly size: ShallowRef<Size>
  readonly hovered: ShallowRef<number | null>
  readonly lasso: ShallowRef<readonly Spot[]>
  /** Null before the first drawing. */
  readonly kind: ShallowRef<PointsLayer['kind'] | null>
  readonly isShown: (point: number) => boolean
  fit(): void
  zoom(factor: number, at?: Spot): void
  flyTo(point: number): void
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
  const size = shallowRef<Size>({ width: 0, height: 0 })
  const view = shallowRef<MapView>({ x: 0, y: 0, scale: 1 })
  const hovered = shallowRef<number | null>(null)
  const lasso = shallowRef<readonly Spot[]>([])
  const kind = shallowRef<PointsLayer['kind'] | null>(null)
  const motion = usePreferredReducedMotion()
  const whole = computed(() => fitView(scene().map.points, size.value))
  const shuffled = computed(() => {
    const count = scene().map.points.length / 2
    return new Rng('map order', count).shuffle(Array.from({ length: count }, (_, i) => i))
  })
  /** What was picked has room first. */
  const order = computed(() => {
    const { picked } = scene()
    const [first, then] = [true, false].map((is) => shuffled.value.filter((point) => picked.has(point) === is))
    return Uint32Array.from([...first!, ...then!])
  })
  const isFaint = (point: number) => scene().picked.size > 0 && !scene().picked.has(point)
  const isShown = (point: number) => !scene().isolated || scene().picked.has(point)

  let layer: PointsLayer | null = null
  let store: ThumbStore | null = null
  let frame = 0
  let flight = 0
  const stale = { points: true, styles: true, colours: true }
  let colours = themeColours(() => '#808080')

  function later(): void {
    frame ||= requestAnimationFrame(draw)
  }

  function refresh(): void {
    const { map, colouring, picked, isolated } = scene()
    if (!layer) return
    if (stale.colours) {
      colours = themeColours(colourOf)
      layer.setColours(colours)
    }
    if (stale.points) layer.setPoints(map.points)
    if (stale.styles) {
      const count = map.points.length / 2
      const styles = { colour: new Uint8Array(count), shape: new Uint8Array(count), state: new Uint8Array(count) }
      for (let point = 0; point < count; point++) {
        const { mark } = colouring.entries[colouring.entryOf[point]!]!
        styles.colour[point] = mark.colour
        styles.shape[point] = mark.shape
        const isPicked = picked.has(point)
        const other = isolated ? STATES.hidden : picked.size > 0 ? STATES.faint : STATES.plain
        styles.state[point] = isPicked ? (isolated ? STATES.plain : STATES.picked) : other
      }
      layer.setStyles(styles)
    }
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
    refresh()
    const { map, colouring, current, related, thumbs, labelOf } = scene()
    const side = pointSide(map.points.length / 2, view.value.scale / whole.value.scale)
    layer.draw(view.value, size.value, side, ratio)
    const context = overlay.getContext('2d')
    if (!context) return
    const font = getComputedStyle(overlay).fontFamily
    const over = {
      points: map.points,
      order: order.value,
      isShown,
      isFaint,
      colouring,
      colours,
      thumbs,
      store,
      labelOf,
      font,
    }
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
    cancelAnimationFrame(flight)
    store?.dispose()
    layer?.dispose()
    layer = null
  })

  let wasFitted = false
  useResizeObserver(elements.box, ([entry]) => {
    if (!entry) return
    const { width, height } = entry.contentRect
    const isWhole = !wasFitted || view.value.scale === whole.value.scale
    size.value = { width: Math.round(width), height: Math.round(height) }
    if (isWhole && width > 0) {
      view.value = whole.value
      wasFitted = true
    }
    later()
  })
  watch(
    () => scene().map,
    () => {
      stale.points = stale.styles = true
      view.value = whole.value
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
    hovered,
    lasso,
    kind,
    isShown,
    fit: () => fly(whole.value),
    zoom(factor, at = { x: size.value.width / 2, y: size.value.height / 2 }) {
      cancelAnimationFrame(flight)
      view.value = zoomAt(view.value, size.value, at, factor, whole.value)
    },
    flyTo(point) {
      const { points } = scene().map
      const to = viewWith(view.value, size.value, { x: points[2 * point]!, y: points[2 * point + 1]! })
      if (to !== view.value) fly(to)
    },
    picture() {
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
    },
  }
}
