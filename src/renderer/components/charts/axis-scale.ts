/** Axes that are not linear: where a value stands on them, and which values get a tick. */
import type { Band, Level, Series } from './series.ts'
import { probit } from './probit.ts'

export interface AxisScale {
  /** Place of a value; not finite where it has none, as zero on a logarithmic axis. */
  readonly to: (value: number) => number
  /** Values that get a tick where they are in view; the chart's own choice without them. */
  readonly ticks?: readonly number[]
  readonly show: (value: number) => string
}

/** `0.01 %`, `5 %`, without digits that say nothing. */
export const shareText = (share: number): string => `${Number((share * 100).toPrecision(3))} %`

const RATES = [1e-6, 1e-5, 1e-4, 0.001, 0.01, 0.1, 1]
const DET_RATES = [1e-6, 1e-5, 1e-4, 0.001, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99, 0.999]

export const shareScale: AxisScale = { to: (value) => value, show: shareText }
export const logShareScale: AxisScale = { to: Math.log10, ticks: RATES, show: shareText }
/** Shares as normal deviates: the scale of both axes of a DET plot. */
export const deviateScale: AxisScale = { to: probit, ticks: DET_RATES, show: shareText }

/** Where points stand, without those that have no place. */
export function placed<Line extends Series>(
  line: Line,
  x?: AxisScale,
  y?: AxisScale,
): Line & { raw: (readonly [number, number])[] } {
  const xs: number[] = []
  const ys: number[] = []
  const raw: (readonly [number, number])[] = []
  const notes: string[] = []
  for (let i = 0; i < line.x.length; i++) {
    const place = x ? x.to(line.x[i]!) : line.x[i]!
    const height = y ? y.to(line.y[i]!) : line.y[i]!
    if ((x && !Number.isFinite(place)) || (y && !Number.isFinite(height))) continue
    xs.push(place)
    ys.push(height)
    raw.push([line.x[i]!, line.y[i]!])
    notes.push(line.notes?.[i] ?? '')
  }
  return { ...line, x: xs, y: ys, raw, ...(line.notes ? { notes } : {}) }
}

/** A level or the ends of a band where they stand. */
export const placedLevel = (level: Level | undefined, y?: AxisScale): Level | undefined =>
  level && y ? { ...level, y: y.to(level.y) } : level
export const placedBand = (band: Band | undefined, y?: AxisScale): Band | undefined =>
  band && y ? { ...band, low: Array.from(band.low, y.to), high: Array.from(band.high, y.to) } : band
