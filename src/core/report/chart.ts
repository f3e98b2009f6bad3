/** A line chart as SVG inside the page: no script, sharp on paper. */
import { escape } from './markup.ts'

export type Point = readonly [x: number, y: number]

export interface Chart {
  readonly title: string
  readonly xLabel: string
  readonly lines: readonly { readonly points: readonly Point[]; readonly dashed?: boolean; readonly marked?: boolean }[]
  /** Drawn behind the lines: lower and upper end at each x. */
  readonly band?: readonly (readonly [x: number, low: number, high: number])[]
  /** Ends of the y axis. @default those of the values */
  readonly y?: readonly [low: number, high: number]
  /** The y axis shows percentages; the x axis too where it is `both`. */
  readonly percent?: 'y' | 'both'
}

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [620, 260, 52, 24, 12, 40]
/** Okabe and Ito's blue, as the app draws runs; grey for what is compared with. */
const COLOURS = ['#0072b2', '#6b7280']

/** About `count` round numbers from `low` to `high`. */
function ticks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / Math.max(1, count)
  if (!(rough > 0)) return [low]
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

function extent(values: readonly number[]): readonly [number, number] {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity)
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity)
  return low === high ? [low - 0.5, high + 0.5] : [low, high]
}

const short = (value: number) => Number(value.toFixed(1))

/** The `<svg>` element; empty where there is nothing to draw. */
export function chart({ title, xLabel, lines, band = [], y, percent }: Chart): string {
  const all = lines.flatMap(({ points }) => points)
  if (all.length === 0) return ''
  const [x0, x1] = percent === 'both' ? [0, 1] : extent(all.map(([x]) => x))
  const [y0, y1] = y ?? extent(all.map(([, value]) => value))
  const px = (x: number) => short(LEFT + ((x - x0) / (x1 - x0)) * (WIDTH - LEFT - RIGHT))
  const py = (value: number) => short(HEIGHT - BOTTOM - ((value - y0) / (y1 - y0)) * (HEIGHT - TOP - BOTTOM))
  const text = (value: number, isShare: boolean) =>
    isShare ? `${Number((value * 100).toFixed(1))} %` : String(Number(value.toPrecision(6)))
  const yAxis = ticks(y0, y1, 5).map((value) => {
    const at = py(value)
    return `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at}" y2="${at}"/><text x="${LEFT - 6}" y="${at + 4}" text-anchor="end">${text(value, percent !== undefined)}</text>`
  })
  const xAxis = ticks(x0, x1, 7).map(
    (value) =>
      `<text x="${px(value)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${text(value, percent === 'both')}</text>`,
  )
  const area = [...band.map(([x, , high]) => [x, high]), ...band.toReversed().map(([x, low]) => [x, low])]
  const shade = area.map(([x = 0, value = 0]) => `${px(x)},${py(value)}`).join(' ')
  const drawn = lines.map(({ points, dashed, marked }, i) => {
    const colour = COLOURS[dashed ? 1 : 0] ?? '#000'
    const path = points.map(([x, value]) => `${px(x)},${py(value)}`).join(' ')
    const dots = points.map(([x, value]) => `<circle cx="${px(x)}" cy="${py(value)}" r="2.5" fill="${colour}"/>`)
    const line = `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="1.6"${dashed ? ' stroke-dasharray="5 4"' : ''}/>`
    return `<g data-line="${i}">${line}${marked ? dots.join('') : ''}</g>`
  })
  return `<figure><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escape(title)}">
${yAxis.join('')}${xAxis.join('')}<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 6}" text-anchor="middle">${escape(xLabel)}</text>
${shade ? `<polygon points="${shade}" fill="#0072b2" opacity="0.15"/>` : ''}${drawn.join('\n')}
</svg><figcaption>${escape(title)}</figcaption></figure>`
}
