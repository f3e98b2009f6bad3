/** A chart as an SVG file, for papers: text stays text, lines stay lines. */
import { placed, placedBand, placedLevel } from './axis-scale.ts'
import type { AxisScale } from './axis-scale.ts'
import { dashOf, markerPath, rangeOf, ticksOf } from './series.ts'
import type { Band, Level, Series } from './series.ts'

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

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
const short = (value: number) => Number(value.toFixed(2))

const ticksWithin = ({ ticks = [], to, show }: AxisScale, [low, high]: readonly [number, number]) =>
  ticks.map((value) => ({ at: to(value), label: show(value) })).filter(({ at }) => at >= low && at <= high)

/** The whole file. Charts without any number come out with axes only. */
export function toSvg(chart: SvgChart): string {
  const { title, xLabel, log = false, colourOf, xScale, yScale } = chart
  const series = chart.series.map((each) => placed(each, xScale, yScale))
  const band = placedBand(chart.band, yScale)
  const line = placedLevel(chart.line, yScale)
  const top = 16 + ROW * Math.max(1, Math.ceil(series.length / COLUMNS))
  const xRange = rangeOf(series.map(({ x }) => x)) ?? [0, 1]
  const ys = [...series.map(({ y }) => y), ...(band ? [band.low, band.high] : []), ...(line ? [[line.y]] : [])]
  const yRange = rangeOf(ys, log) ?? [0.5, 1]
  const scale = (value: number) => (log ? Math.log10(value) : value)
  const [yLow, yHigh] = [scale(yRange[0]), scale(yRange[1])]
  const xAt = (x: number) => short(LEFT + ((x - xRange[0]) / (xRange[1] - xRange[0])) * (WIDTH - LEFT - RIGHT))
  const yAt = (y: number) => short(HEIGHT - BOTTOM - ((scale(y) - yLow) / (yHigh - yLow)) * (HEIGHT - BOTTOM - top))

  const path = (x: ArrayLike<number>, y: ArrayLike<number>, isStepped = false) => {
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
  const yTicks = yScale?.ticks
    ? ticksWithin(yScale, yRange)
    : (log ? ticksOf([yLow, yHigh], 4).map((power) => 10 ** power) : ticksOf(yRange, 5)).map((at) => {
        return { at, label: yScale ? yScale.show(at) : String(Number(at.toPrecision(3))) }
      })
  const grid = yTicks.map(({ at, label }) => {
    const y = yAt(at)
    return `<path d="M${LEFT} ${y}H${WIDTH - RIGHT}" stroke="#ddd"/><text x="${LEFT - 6}" y="${y + 4}" text-anchor="end">${label}</text>`
  })
  const across = xScale?.ticks
    ? ticksWithin(xScale, xRange)
    : ticksOf(xRange, 6).map((at) => ({ at, label: xScale ? xScale.show(at) : String(at) }))
  const xTicks = across.map(
    ({ at, label }) => `<text x="${xAt(at)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${label}</text>`,
  )
  const bandPath = band
    ? `<path d="${path(band.x, band.high)}${path([...Array.from(band.x)].reverse(), [...Array.from(band.low)].reverse()).replace(/^M/, 'L')}Z" fill="${colourOf(band.colour)}" opacity="0.2"/>`
    : ''
  const chance = line
    ? `<path d="M${LEFT} ${yAt(line.y)}H${WIDTH - RIGHT}" stroke="#666" stroke-dasharray="4 4"/><text x="${WIDTH - RIGHT}" y="${yAt(line.y) - 4}" text-anchor="end">${escape(line.label)}</text>`
    : ''
  const shapes = (each: Series) =>
    Array.from(each.x, (x, i) =>
      markerPath(each.marker ?? 'circle', xAt(x), yAt(each.y[i]!), each.marker ? 5 : 3),
    ).join('')
  const dots = (each: Series) => `<path d="${shapes(each)}" fill="${colourOf(each.colour)}"/>`
  const lines = series.map((each) => {
    const drawn = `<path d="${path(each.x, each.y, each.isStepped)}" fill="none" ${strokeOf(each, colourOf)}/>`
    if (each.marker) return dots(each)
    return each.points && each.x.length <= MOST_DOTS ? drawn + dots(each) : drawn
  })
  const legend = series.map((each, i) => {
    const [x, y] = placeOf(i)
    const sample = each.marker
      ? `<path d="${markerPath(each.marker, x + 11, y - 4, 5)}" fill="${colourOf(each.colour)}"/>`
      : `<line x1="${x}" y1="${y - 4}" x2="${x + 22}" y2="${y - 4}" ${strokeOf(each, colourOf)}/>`
    return `${sample}<text x="${x + 28}" y="${y}">${escape(each.label)}</text>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<title>${escape(title)}</title><rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...grid,
    ...xTicks,
    bandPath,
    chance,
    ...lines,
    ...legend,
    `<text x="${(WIDTH + LEFT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${escape(xLabel)}</text>`,
    '</svg>',
    '',
  ]
    .filter((part, i, parts) => part !== '' || i === parts.length - 1)
    .join('\n')
}
