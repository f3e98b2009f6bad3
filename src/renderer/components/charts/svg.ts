/** A chart as an SVG file, for papers: text stays text, lines stay lines. */
import { placed, placedBand, placedLevel } from './axis-scale.ts'
import type { AxisScale } from './axis-scale.ts'
import { dashOf, markerPath, rangeOf, ticksOf } from './series.ts'
import type { Band, Level, Series } from './series.ts'
import { xmlText } from './xml-text.ts'

export interface SvgChart {
  readonly title: string
  readonly xLabel: string
  readonly series: readonly Series[]
  readonly band?: Band | undefined
  readonly line?: Level | undefined
  readonly log?: boolean
  readonly xScale?: AxisScale | undefined
  readonly yScale?: AxisScale | undefined
  /** Turns the name of a CSS variable into a colour. */
  readonly colourOf: (name: string) => string
}

const WIDTH = 640
const HEIGHT = 360
const LEFT = 60
const BOTTOM = 44
/** Height of a row of the legend. */
const ROW = 18
const RIGHT = 16
/** Many dots in a row are a thick line. */
const MOST_DOTS = 60

/** Entries of the legend in a row. */
const COLUMNS = 3
const placeOf = (i: number): [x: number, y: number] => [
  LEFT + (i % COLUMNS) * ((WIDTH - LEFT - RIGHT) / COLUMNS),
  18 + Math.floor(i / COLUMNS) * ROW,
]

function strokeOf(series: Series, colourOf: SvgChart['colourOf']): string {
  const dash = dashOf(series).join(' ')
  const look = series.faint ? 'stroke-width="1" opacity="0.35"' : 'stroke-width="2"'
  return `stroke="${colourOf(series.colour)}" ${look}${dash ? ` stroke-dasharray="${dash}"` : ''}`
}

const short = (value: number) => Number(value.toFixed(2))

const ticksWithin = ({ ticks = [], to, show }: AxisScale, [low, high]: readonly [number, number]) =>
  ticks.map((value) => ({ at: to(value), label: show(value) })).filter(({ at }) => at >= low && at <= high)

/** Where values stand in the file. */
interface Plane {
  readonly xRange: readonly [number, number]
  readonly yRange: readonly [number, number]
  readonly log: boolean
  readonly xAt: (x: number) => number
  readonly yAt: (y: number) => number
}

function planeOf(series: readonly Series[], band: Band | undefined, line: Level | undefined, log: boolean): Plane {
  const top = 16 + ROW * Math.max(1, Math.ceil(series.length / COLUMNS))
  const xRange = rangeOf(series.map(({ x }) => x)) ?? [0, 1]
  const ys = [...series.map(({ y }) => y), ...(band ? [band.low, band.high] : []), ...(line ? [[line.y]] : [])]
  const yRange = rangeOf(ys, log) ?? [0.5, 1]
  const scale = (value: number) => (log ? Math.log10(value) : value)
  const [low, high] = [scale(yRange[0]), scale(yRange[1])]
  return {
    xRange,
    yRange,
    log,
    xAt: (x) => short(LEFT + ((x - xRange[0]) / (xRange[1] - xRange[0])) * (WIDTH - LEFT - RIGHT)),
    yAt: (y) => short(HEIGHT - BOTTOM - ((scale(y) - low) / (high - low)) * (HEIGHT - BOTTOM - top)),
  }
}

/** A line through all that can be shown, interrupted where a value cannot. */
function pathOf(x: ArrayLike<number>, y: ArrayLike<number>, { log, xAt, yAt }: Plane, isStepped = false): string {
  let text = ''
  let pen = 'M'
  for (let i = 0; i < x.length; i++) {
    const value = y[i]!
    if (!Number.isFinite(value) || (log && value <= 0)) {
      pen = 'M'
      continue
    }
    if (isStepped && pen === 'L') text += `H${xAt(x[i]!)}`
    text += `${pen}${xAt(x[i]!)} ${yAt(value)}`
    pen = 'L'
  }
  return text
}

/** The grid with its numbers, and the numbers below. */
function axesOf({ xRange, yRange, log, xAt, yAt }: Plane, { xScale, yScale }: SvgChart): string[] {
  const [low, high] = yRange
  const yTicks = yScale?.ticks
    ? ticksWithin(yScale, yRange)
    : (log ? ticksOf([Math.log10(low), Math.log10(high)], 4).map((power) => 10 ** power) : ticksOf(yRange, 5)).map(
        (at) => ({ at, label: yScale ? yScale.show(at) : String(Number(at.toPrecision(3))) }),
      )
  const xTicks = xScale?.ticks
    ? ticksWithin(xScale, xRange)
    : ticksOf(xRange, 6).map((at) => ({ at, label: xScale ? xScale.show(at) : String(at) }))
  return [
    ...yTicks.map(({ at, label }) => {
      const y = yAt(at)
      return `<path d="M${LEFT} ${y}H${WIDTH - RIGHT}" stroke="#ddd"/><text x="${LEFT - 6}" y="${y + 4}" text-anchor="end">${label}</text>`
    }),
    ...xTicks.map(
      ({ at, label }) => `<text x="${xAt(at)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${label}</text>`,
    ),
  ]
}

function bandOf({ x, low, high, colour }: Band, plane: Plane, colourOf: SvgChart['colourOf']): string {
  const back = pathOf(Array.from(x).reverse(), Array.from(low).reverse(), plane).replace(/^M/, 'L')
  return `<path d="${pathOf(x, high, plane)}${back}Z" fill="${colourOf(colour)}" opacity="0.2"/>`
}

function levelOf({ y, label }: Level, { yAt }: Plane): string {
  return `<path d="M${LEFT} ${yAt(y)}H${WIDTH - RIGHT}" stroke="#666" stroke-dasharray="4 4"/><text x="${WIDTH - RIGHT}" y="${yAt(y) - 4}" text-anchor="end">${xmlText(label)}</text>`
}

function lineOf(series: Series, plane: Plane, colourOf: SvgChart['colourOf']): string {
  const { x, y, marker, points = false } = series
  const shapes = () =>
    Array.from(x, (each, i) => markerPath(marker ?? 'circle', plane.xAt(each), plane.yAt(y[i]!), marker ? 5 : 3))
  const dots = () => `<path d="${shapes().join('')}" fill="${colourOf(series.colour)}"/>`
  if (marker) return dots()
  const line = `<path d="${pathOf(x, y, plane, series.isStepped)}" fill="none" ${strokeOf(series, colourOf)}/>`
  return points && x.length <= MOST_DOTS ? line + dots() : line
}

function legendOf(series: Series, i: number, colourOf: SvgChart['colourOf']): string {
  const [x, y] = placeOf(i)
  const sample = series.marker
    ? `<path d="${markerPath(series.marker, x + 11, y - 4, 5)}" fill="${colourOf(series.colour)}"/>`
    : `<line x1="${x}" y1="${y - 4}" x2="${x + 22}" y2="${y - 4}" ${strokeOf(series, colourOf)}/>`
  return `${sample}<text x="${x + 28}" y="${y}">${xmlText(series.label)}</text>`
}

/** The whole file. Charts without any number come out with axes only. */
export function toSvg(chart: SvgChart): string {
  const { title, xLabel, log = false, colourOf, xScale, yScale } = chart
  const series = chart.series.map((each) => placed(each, xScale, yScale))
  const band = placedBand(chart.band, yScale)
  const line = placedLevel(chart.line, yScale)
  const plane = planeOf(series, band, line, log)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<title>${xmlText(title)}</title><rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...axesOf(plane, chart),
    ...(band ? [bandOf(band, plane, colourOf)] : []),
    ...(line ? [levelOf(line, plane)] : []),
    ...series.map((each) => lineOf(each, plane, colourOf)),
    ...series.map((each, i) => legendOf(each, i, colourOf)),
    `<text x="${(WIDTH + LEFT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${xmlText(xLabel)}</text>`,
    '</svg>',
    '',
  ].join('\n')
}
