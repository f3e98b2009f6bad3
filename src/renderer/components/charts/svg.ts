/** A chart as an SVG file, for papers: text stays text, lines stay lines. */
import { dashOf, rangeOf, ticksOf } from './series.ts'
import type { Band, Level, Series } from './series.ts'

export interface SvgChart {
  readonly title: string
  readonly xLabel: string
  readonly series: readonly Series[]
  readonly band?: Band | undefined
  readonly line?: Level | undefined
  readonly log?: boolean
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

/** The whole file. Charts without any number come out with axes only. */
export function toSvg({ title, xLabel, series, band, line, log = false, colourOf }: SvgChart): string {
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
  const yTicks = log ? ticksOf([yLow, yHigh], 4).map((power) => 10 ** power) : ticksOf(yRange, 5)
  const grid = yTicks.map((tick) => {
    const y = yAt(tick)
    const label = Number(tick.toPrecision(3))
    return `<path d="M${LEFT} ${y}H${WIDTH - RIGHT}" stroke="#ddd"/><text x="${LEFT - 6}" y="${y + 4}" text-anchor="end">${label}</text>`
  })
  const xTicks = ticksOf(xRange, 6).map(
    (tick) => `<text x="${xAt(tick)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${tick}</text>`,
  )
  const bandPath = band
    ? `<path d="${path(band.x, band.high)}${path([...Array.from(band.x)].reverse(), [...Array.from(band.low)].reverse()).replace(/^M/, 'L')}Z" fill="${colourOf(band.colour)}" opacity="0.2"/>`
    : ''
  const chance = line
    ? `<path d="M${LEFT} ${yAt(line.y)}H${WIDTH - RIGHT}" stroke="#666" stroke-dasharray="4 4"/><text x="${WIDTH - RIGHT}" y="${yAt(line.y) - 4}" text-anchor="end">${escape(line.label)}</text>`
    : ''
  const lines = series.map(
    (each) => `<path d="${path(each.x, each.y, each.isStepped)}" fill="none" ${strokeOf(each, colourOf)}/>`,
  )
  const legend = series.map((each, i) => {
    const [x, y] = placeOf(i)
    return `<line x1="${x}" y1="${y - 4}" x2="${x + 22}" y2="${y - 4}" ${strokeOf(each, colourOf)}/><text x="${x + 28}" y="${y}">${escape(each.label)}</text>`
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
