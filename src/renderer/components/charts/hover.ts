/** Which points of a chart are looked at, by pointer or keys. */
import type { Chart, InteractionItem } from 'chart.js'
import { isHelper } from './line-config.ts'
import type { Dot } from './line-config.ts'

/** Index of the dot nearest to `x` that has a value; -1 where none has. */
export function nearestDot(dots: readonly Dot[], x: number): number {
  let nearest = -1
  let distance = Infinity
  dots.forEach((dot, i) => {
    const away = Math.abs(dot.x - x)
    if (away < distance && Number.isFinite(dot.y)) {
      nearest = i
      distance = away
    }
  })
  return nearest
}

export function nearestOfEach(chart: Chart<'line'>, x: number): InteractionItem[] {
  return chart.getSortedVisibleDatasetMetas().flatMap(({ index: datasetIndex, data }) => {
    const dataset = chart.data.datasets[datasetIndex]
    if (isHelper(dataset?.label)) return []
    const index = nearestDot(dataset?.data as Dot[], x)
    const element = data[index]
    return element ? [{ datasetIndex, index, element }] : []
  })
}

/** The x that an arrow key leads to: a dot of any line, or an end. */
export function stepTo(lines: readonly (readonly Dot[])[], from: number | undefined, key: string): number | undefined {
  const xs = lines.flatMap((dots) => dots.filter(({ y }) => Number.isFinite(y)).map(({ x }) => x)).sort((a, b) => a - b)
  if (key === 'Home') return xs[0]
  if (key === 'End' || from === undefined) return xs.at(-1)
  return key === 'ArrowLeft' ? (xs.findLast((x) => x < from) ?? xs[0]) : (xs.find((x) => x > from) ?? xs.at(-1))
}
