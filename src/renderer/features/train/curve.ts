/** The curve of a run as it grows: what the disk holds first, then every step as it comes, without gaps or doubles. */
import type { RunCurve } from '../../../shared/contract/runs.ts'
import type { TrainingPoint, ValidationPoint } from '../../../shared/contract/training.ts'

export interface Curve {
  readonly step: number[]
  readonly loss: number[]
  readonly smoothedLoss: number[]
  readonly rate: number[]
  readonly same: number[]
  readonly different: number[]
  readonly validations: ValidationPoint[]
}

const COLUMNS = ['loss', 'smoothedLoss', 'rate', 'same', 'different'] as const

export function emptyCurve(): Curve {
  return { step: [], loss: [], smoothedLoss: [], rate: [], same: [], different: [], validations: [] }
}

export function curveOf(kept: RunCurve): Curve {
  const columns = Object.fromEntries(COLUMNS.map((name) => [name, Array.from(kept[name])]))
  return { ...emptyCurve(), ...columns, step: Array.from(kept.step), validations: [...kept.validations] }
}

/**
 * Adds points and validations, in place. Steps that are there already are left out.
 */
export function extend(curve: Curve, points: readonly TrainingPoint[], validations: readonly ValidationPoint[]): void {
  for (const point of points) {
    if (point.step <= (curve.step.at(-1) ?? -1)) continue
    curve.step.push(point.step)
    for (const name of COLUMNS) curve[name].push(point[name] ?? NaN)
  }
  for (const validation of validations) {
    if (validation.step > (curve.validations.at(-1)?.step ?? -1)) curve.validations.push(validation)
  }
}

/** Least steps between two ends of the axis. */
const ROOM = 20

/** Where the axis of steps ends while more are to come: a round number ahead, so that it seldom changes. */
export function axisEnd(step: number, total: number | null): number {
  const most = Math.max(ROOM, step / 8)
  const power = 10 ** Math.floor(Math.log10(most))
  const unit = power * (most >= 5 * power ? 5 : most >= 2 * power ? 2 : 1)
  const end = (Math.floor(step / unit) + 1) * unit
  return total === null ? end : Math.max(step, Math.min(end, total))
}

/** A curve's fields anew, so that who shows it sees that it has grown; its columns stay the same. */
export function grown(curve: Curve): Curve {
  return { ...curve }
}
