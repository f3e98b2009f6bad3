/** The parts of Chart.js that are used, registered once. */
import {
  Chart,
  Filler,
  Interaction,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  Tooltip,
} from 'chart.js'
import type { InteractionModeFunction } from 'chart.js'
import zoom from 'chartjs-plugin-zoom'
import { nearestOfEach } from './hover.ts'

declare module 'chart.js' {
  interface InteractionModeMap {
    /** The point of every line that is nearest to the pointer: lines need not have points at the same x. */
    nearestOfEach: InteractionModeFunction
  }
}

Interaction.modes.nearestOfEach = (chart, event) => {
  const x = event.x === null ? undefined : chart.scales['x']?.getValueForPixel(event.x)
  return x === undefined ? [] : nearestOfEach(chart as Chart<'line'>, x)
}

Chart.register(Filler, LinearScale, LineController, LineElement, LogarithmicScale, PointElement, Tooltip, zoom)

export { Chart }
