import { useResizeObserver } from '@vueuse/core'
import type { Chart as AnyChart, ChartConfiguration } from 'chart.js'
import { onBeforeUnmount, onMounted } from 'vue'
import type { Ref } from 'vue'
import type { Dot, LineDataset } from './line-config.ts'
import { Chart } from './register.ts'
import { drawTail, haveGrown, shownOf } from './tail.ts'
import type { Points, Shown } from './tail.ts'

type LineChart = AnyChart<'line', Dot[]>

export interface LineDrawing {
  readonly canvas: Readonly<Ref<HTMLCanvasElement | null>>
  readonly box: Readonly<Ref<HTMLElement | null>>
  readonly options: () => NonNullable<ChartConfiguration<'line', Dot[]>['options']>
  readonly datasets: () => LineDataset[]
  readonly scales: () => NonNullable<ChartConfiguration<'line', Dot[]>['options']>['scales']
  /** What `datasets` are made of, and the same lines as they are now. */
  readonly drawn: () => readonly Points[]
  readonly lines: () => readonly Points[]
}

/** Chart.js on a canvas: drawn anew at most once a frame, and of lines that only grew, their new ends. */
export function useLineDrawing({ canvas, box, options, datasets, scales, drawn, lines }: LineDrawing) {
  // Outside reactivity: Chart.js changes it all the time.
  let chart: LineChart | undefined
  let frame = 0
  let shown: Shown[] = []
  /** Whether more is drawn than Chart.js knows of. */
  let isAhead = false

  function redraw(): void {
    cancelAnimationFrame(frame)
    frame = 0
    if (!chart) return
    shown = shownOf(drawn())
    isAhead = false
    chart.data.datasets = datasets()
    chart.options.scales = scales()
    chart.update('none')
  }
  /** However often the data change, the screen shows them once a frame. */
  function update(): void {
    frame ||= requestAnimationFrame(redraw)
  }
  /** To be called when there are other lines, or the same ones have grown. */
  function follow(): void {
    if (frame || !chart) return
    const isPlain = haveGrown(shown, lines()) && chart.getActiveElements().length === 0
    if (isPlain && drawTail(chart, shown)) isAhead = true
    else update()
  }
  /** The chart, knowing all that is drawn. */
  function whole(): LineChart | undefined {
    if (isAhead) redraw()
    return chart
  }

  onMounted(() => {
    if (!canvas.value) return
    shown = shownOf(drawn())
    const plugins = [{ id: 'whole', beforeEvent: () => void whole() }]
    chart = new Chart(canvas.value, { type: 'line', data: { datasets: datasets() }, options: options(), plugins })
  })
  onBeforeUnmount(() => {
    cancelAnimationFrame(frame)
    chart?.destroy()
  })
  useResizeObserver(box, update)
  return { update, follow, whole }
}
