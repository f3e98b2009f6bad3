/** Figures beyond the one-shot accuracy of one protocol, as data. Picture and class indices refer to a `DatasetInfo`. */
import type { Accuracy, PairScore, VerificationResult } from './evaluation.ts'

/** Which classes a figure is about; `all` those of other pictures, of which none was trained on. */
export type HeldOut = 'test' | 'validation' | 'all'

export interface WayAccuracy extends Accuracy {
  readonly way: number
}

/** Accuracy against the number of ways, on one draw of trials. */
export interface AccuracyCurve {
  /** Name of the draw, and hash of all its trials (see `Protocol`). */
  readonly protocol: { readonly name: string; readonly hash: string }
  /** Classes in the widest trials. */
  readonly way: number
  readonly shot: number
  readonly trials: number
  readonly seed: number
  readonly withinGroup: boolean
  readonly acrossDrawer: boolean
  /** One for each way from 2 to the widest. */
  readonly points: readonly WayAccuracy[]
}

/** A curve of a run. */
export interface AccuracyCurveFigure extends AccuracyCurve {
  readonly classes: HeldOut
}

/** What a curve must beat, on its own trials: one point for each of its ways. */
export interface CurveBaselines {
  readonly pixels: readonly WayAccuracy[]
  /** The modified Hausdorff distance, of line drawings alone. */
  readonly hausdorff?: readonly WayAccuracy[]
  /** The same network before it was trained; without its head, where the rest is never trained. */
  readonly untrained: readonly WayAccuracy[]
}

/** Verification of a run's held-out classes. */
export interface VerificationFigure extends VerificationResult {
  readonly classes: HeldOut
  /** Whether impostor pairs are of one group. */
  readonly withinGroup: boolean
  /** How the distances are measured; smaller = more alike. */
  readonly metric: PairScore['kind']
}
