/** From plain series to what Chart.js draws. */
import type { ChartDataset, ChartOptions } from 'chart.js'
import { pointsToDraw } from './decimate.ts'
import { dashOf, tickText } from './series.ts'
import type { AxisScale } from './axis-scale.ts'
import type { Band, Level, Series } from './series.ts'

export interface Dot {
  x: number
  y: number
  /** The values where the axes show others, and what else is said of the point. */
  raw?: readonly [x: number, y: number]
  note?: string
}
export type LineDataset = ChartDataset<'line', Dot[]>
/** From one x to another. */
export type Range = readonly [from: number, to: number]

/** A line as it is drawn: `raw` where its values are others. */
export type DrawnSeries = Series & { readonly raw?: readonly (readonly [x: number, y: number])[] }

export interface Drawing {
  readonly series: readonly DrawnSeries[]
  readonly band: Band | undefined
  readonly level: Level | undefined
  readonly range: Range | null
  /** Where the x axis ends at least. */
  readonly until: number | undefined
  /** Points a line may have: some times the columns of pixels there are. */
  readonly most: number
  /** Turns the name of a CSS variable into a colour, `#rrggbb`. */
  readonly colourOf: (name: string) => string
}

/** Chart.js writes into what it is given; names that start with a dot are the chart's own and no values to hover. */
export const isHelper = (label: string | undefined): boolean => label?.startsWith('.') ?? true

type Points = Pick<DrawnSeries, 'x' | 'y' | 'raw' | 'notes'>

function dots({ x, y, raw, notes }: Points, most: number, range: Range | null): Dot[] {
  return pointsToDraw(x, y, most, range ?? undefined).map((i) => ({
    x: x[i]!,
    y: y[i]!,
    ...(raw?.[i] ? { raw: raw[i] } : {}),
    ...(notes?.[i] ? { note: notes[i] } : {}),
  }))
}

/** All of the x axis: from zero where the lines begin near it. */
export function wholeRange(series: readonly Series[], until = -Infinity): Range | undefined {
  const ends = series.flatMap(({ x }) => (x.length > 0 ? [x[0]!, x[x.length - 1]!] : []))
  const low = Math.min(...ends)
  const high = Math.max(...ends, until)
  if (ends.length === 0) return undefined
  const from = low > 0 && low <= Math.max(1, high / 5) ? 0 : low
  return from < high ? [from, high] : [from - 1, from + 1]
}

/** What lies first in the list is drawn on top. */
export function lineDatasets({ series, band, level, range, until, most, colourOf }: Drawing): LineDataset[] {
  const plain = { pointRadius: 0, pointHoverRadius: 0, borderWidth: 0, tension: 0 }
  const lines = series.map((each): LineDataset => {
    const { label, x, colour, faint = false, points = false, isStepped, isFilled, marker } = each
    return {
      ...plain,
      // A dot at the edge is whole.
      clip: 5,
      label,
      data: dots(each, most, range),
      borderColor: `${colourOf(colour)}${faint ? '59' : ''}`,
      backgroundColor: isFilled ? `${colourOf(colour)}26` : colourOf(colour),
      borderWidth: faint ? 1 : 2,
      borderDash: [...dashOf(each)],
      borderJoinStyle: 'round',
      // Many dots in a row are a thick line.
      pointRadius: marker ? 5 : points && x.length <= 60 ? 3 : 0,
      pointHoverRadius: marker ? 7 : points ? 4 : 2,
      ...(marker ? { pointStyle: marker, showLine: false } : {}),
      stepped: isStepped ?? false,
      fill: isFilled ? 'origin' : false,
    }
  })
  const areas: LineDataset[] = band
    ? [
        {
          ...plain,
          label: '.high',
          data: dots({ x: band.x, y: band.high }, most, range),
          fill: '+1',
          backgroundColor: `${colourOf(band.colour)}2e`,
        },
        { ...plain, label: '.low', data: dots({ x: band.x, y: band.low }, most, range), fill: false },
      ]
    : []
  const [from, to] = range ?? wholeRange(series, until) ?? [0, 1]
  const across: LineDataset[] = level
    ? [
        {
          ...plain,
          label: '.level',
          data: [...new Set([from, to])].map((x) => ({ x, y: level.y })),
          borderColor: colourOf('--data-grey'),
          borderWidth: 1.5,
          borderDash: [2, 3],
        },
      ]
    : []
  return [...lines.toReversed(), ...across, ...areas]
}

export interface Scales {
  readonly isLog: boolean
  readonly min: number | undefined
  readonly max: number | undefined
  readonly range: Range | null
  /** Of all there is. */
  readonly whole: Range | undefined
  /** @param apart how far two ticks are from each other */
  readonly show: (value: number, apart: number) => string
  readonly colourOf: Drawing['colourOf']
  readonly x?: AxisScale | undefined
  readonly y?: AxisScale | undefined
}

const spacing = (ticks: readonly { readonly value: number }[]): number =>
  Math.abs((ticks[1]?.value ?? 0) - (ticks[0]?.value ?? 0))

/** Ticks of an axis that shows other values than its places. */
function ticksOf(axis: AxisScale | undefined, own: Pick<Scales, 'colourOf'>) {
  if (!axis?.ticks) return {}
  const labels = new Map(axis.ticks.map((value) => [axis.to(value), axis.show(value)]))
  const afterBuildTicks = (scale: { min: number; max: number; ticks: { value: number }[] }) => {
    scale.ticks = [...labels.keys()].filter((at) => at >= scale.min && at <= scale.max).map((value) => ({ value }))
  }
  const ticks = { color: own.colourOf('--ui-text-muted'), font: { size: 11 }, maxRotation: 0, autoSkipPadding: 4 }
  return { afterBuildTicks, ticks: { ...ticks, callback: (value: number | string) => labels.get(Number(value)) ?? '' } }
}

/** The two axes. */
export function lineScales(options: Scales): NonNullable<ChartOptions<'line'>['scales']> {
  const { isLog, min, max, range, whole: all, show, colourOf } = options
  const whole = range ?? all
  const line = colourOf('--ui-border')
  const ticks = { color: colourOf('--ui-text-muted'), maxTicksLimit: 6, font: { size: 11 }, maxRotation: 0 }
  return {
    x: {
      type: 'linear',
      ...(whole ? { min: whole[0], max: whole[1] } : {}),
      ticks: {
        ...ticks,
        includeBounds: false,
        callback: (value, _, ticked) =>
          options.x ? options.x.show(Number(value)) : tickText(Number(value), spacing(ticked)),
      },
      grid: { display: false },
      border: { color: line },
      ...ticksOf(options.x, options),
    },
    y: {
      type: isLog ? 'logarithmic' : 'linear',
      ...(min === undefined || isLog ? {} : { min }),
      ...(max === undefined || isLog ? {} : { max }),
      ticks: {
        ...ticks,
        callback: (value, _, ticked) => show(Number(value), spacing(ticked)),
      },
      grid: { color: line },
      border: { display: false },
      ...ticksOf(options.y, options),
    },
  }
}
