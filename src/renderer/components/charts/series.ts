/** What a chart shows, as plain data: drawn by Chart.js, and written as CSV and SVG from here. */
import { csvCell } from '../../../shared/csv.ts'
import { integer } from '../../format.ts'

export type Marker = 'circle' | 'rect' | 'triangle' | 'rectRot'

export interface Series {
  readonly label: string
  readonly x: ArrayLike<number>
  /** NaN where there is no number. */
  readonly y: ArrayLike<number>
  /** Name of a CSS variable: `--data-blue`. */
  readonly colour: string
  /** Faint lines stand behind the strong ones. */
  readonly faint?: boolean
  /** Or the lengths of dashes and gaps. */
  readonly dashed?: boolean | readonly number[]
  readonly points?: boolean
  /** Points alone, of this shape, without a line. */
  readonly marker?: Marker
  /** Its last value says nothing, and is not in the legend. */
  readonly isQuiet?: boolean
  /** What is said of each point besides its values. */
  readonly notes?: readonly string[]
  /** Every value holds until the next x. */
  readonly isStepped?: boolean
  /** The area down to zero is tinted. */
  readonly isFilled?: boolean
}

/** An interval around a series. */
export interface Band {
  readonly label: string
  readonly x: ArrayLike<number>
  readonly low: ArrayLike<number>
  readonly high: ArrayLike<number>
  readonly colour: string
}

/** A horizontal line, such as chance. */
export interface Level {
  readonly label: string
  readonly y: number
}

/** Lengths of dashes and gaps of a line, none for one drawn through. */
export function dashOf({ dashed = false }: Pick<Series, 'dashed'>): readonly number[] {
  return typeof dashed === 'boolean' ? (dashed ? [6, 4] : []) : dashed
}

/** Outline of a marker around a point, as the path of an SVG. */
export function markerPath(marker: Marker, x: number, y: number, r: number): string {
  switch (marker) {
    case 'rect':
      return `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}Z`
    case 'triangle':
      return `M${x} ${y - r}L${x + r} ${y + r}L${x - r} ${y + r}Z`
    case 'rectRot':
      return `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`
    case 'circle':
      return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`
  }
}

/** The last number of a line. */
export function lastOf({ y }: Pick<Series, 'y'>): number {
  for (let i = y.length - 1; i >= 0; i--) if (Number.isFinite(y[i])) return y[i]!
  return NaN
}

/**
 * A tick's number with as many decimals as tell it from its neighbours.
 * @param apart how far they are; 0 where that differs, as on a logarithmic scale
 */
export function tickText(value: number, apart: number): string {
  const size = Math.abs(value)
  if (size < apart / 1000) return '0'
  if (size !== 0 && (size >= 1e6 || (apart === 0 ? size : apart) < 1e-4))
    return value.toExponential(1).replace('.0e', 'e')
  if (size >= 1000 && (apart === 0 || apart >= 1)) return integer(value)
  if (apart === 0) return String(Number(value.toPrecision(3)))
  return value.toFixed(Math.max(0, Math.min(6, -Math.floor(Math.log10(apart) + 1e-9))))
}

/** Figures as CSV: one row for each x of any series, empty where a series has none there; a band as two more columns. */
export function toCsv(xLabel: string, lines: readonly Series[], band?: Band): string {
  const { label = '', x = [], low = [], high = [] } = band ?? {}
  const ends: Pick<Series, 'label' | 'x' | 'y'>[] = band
    ? [
        { label: `${label} (low)`, x, y: low },
        { label: `${label} (high)`, x, y: high },
      ]
    : []
  const series = [...lines, ...ends]
  const rows: { readonly at: number; readonly cells: (number | undefined)[] }[] = []
  const known = new Map<string, (number | undefined)[]>()
  series.forEach(({ x, y }, column) => {
    for (let i = 0, turn = 0; i < x.length; i++) {
      const at = x[i]!
      // A line may have several points above one x.
      turn = i > 0 && x[i - 1] === at ? turn + 1 : 0
      const key = `${at} ${turn}`
      const cells = known.get(key) ?? new Array<number | undefined>(series.length).fill(undefined)
      cells[column] = y[i]
      if (!known.has(key)) rows.push({ at, cells })
      known.set(key, cells)
    }
  })
  const number = (value: number | undefined) => (value === undefined || !Number.isFinite(value) ? '' : String(value))
  const text = rows.sort((a, b) => a.at - b.at).map(({ at, cells }) => [at, ...cells.map(number)].join(','))
  return `${[[xLabel, ...series.map(({ label }) => label)].map(csvCell).join(','), ...text].join('\n')}\n`
}

/** Smallest and largest number of all the values, widened where they are one; undefined where there is none. */
export function rangeOf(values: readonly ArrayLike<number>[], isLog = false): [number, number] | undefined {
  let low = Infinity
  let high = -Infinity
  for (const each of values) {
    for (let i = 0; i < each.length; i++) {
      const value = each[i]!
      if (!Number.isFinite(value) || (isLog && value <= 0)) continue
      if (value < low) low = value
      if (value > high) high = value
    }
  }
  if (low > high) return undefined
  if (low < high) return [low, high]
  return isLog ? [low / 2, high * 2] : [low - 0.5, high + 0.5]
}

/** Round numbers from `low` to `high`, about `count` of them. */
export function ticksOf([low, high]: readonly [number, number], count: number): number[] {
  const rough = (high - low) / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough) ?? 10 * power
  const first = Math.ceil(low / step)
  const last = Math.floor(high / step + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}
