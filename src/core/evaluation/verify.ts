/** Verification of held-out classes: from codes to the figures a person may print. */
import type { DatasetInfo } from '../../shared/dataset.ts'
import type { Codes, PairScore, VerificationResult } from '../../shared/evaluation.ts'
import {
  areaUnderCurve,
  equalErrorOf,
  lowestFalseAccept,
  operatingPoint,
  pairDistances,
  thinnedRoc,
  thresholdAt,
} from '../../shared/verification.ts'
import type { PairDistances } from '../../shared/verification.ts'
import { pairwiseDistances, verificationPairs } from './verification-pairs.ts'
import type { VerificationOptions } from './verification-pairs.ts'
import { UserError } from '../../shared/errors.ts'

export interface VerifyOptions extends VerificationOptions {
  readonly dataset: DatasetInfo
  /** Row i is picture i; rows of the classes named below must be there. */
  readonly codes: Codes
  readonly score: PairScore
  /** Classes the figures are about. */
  readonly classes: readonly number[]
  /** Classes the thresholds are chosen on, none of them in `classes`; without them the figures' own pairs choose. */
  readonly thresholdClasses?: readonly number[]
}

/** False accept rates that are reported. */
const TARGETS = [0.01, 0.001]
const ROC_POINTS = 400

function distancesOf(options: VerifyOptions, classes: readonly number[]) {
  const { dataset, codes, score } = options
  const { genuine, impostor } = verificationPairs(dataset, classes, options)
  if (genuine.total === 0 || impostor.total === 0) {
    const lacking = genuine.total === 0 ? 'two different pictures' : 'another class to be told from'
    throw new UserError('evaluate/no-pairs', `No held-out class has ${lacking}: nothing can be verified.`, {
      next: 'Add pictures, or set more classes aside.',
    })
  }
  const distances = pairDistances(pairwiseDistances(codes, score, genuine), pairwiseDistances(codes, score, impostor))
  return { distances, totals: { genuine: genuine.total, impostor: impostor.total } }
}

/**
 * ROC, area, equal error rate, and true accepts at fixed false accept rates. A threshold tried on the pairs it was chosen on
 * looks better than it is: with `thresholdClasses` it is chosen there and only reported on `classes`.
 * @throws UserError `evaluate/no-pairs`
 */
export function verify(options: VerifyOptions): VerificationResult {
  const { distances, totals } = distancesOf(options, options.classes)
  const chosenOn = options.thresholdClasses?.length
    ? distancesOf(options, options.thresholdClasses).distances
    : undefined
  return {
    auc: areaUnderCurve(distances),
    equalErrorRate: equalErrorOf(distances).rate,
    genuine: distances.genuine.length,
    impostor: distances.impostor.length,
    totals,
    lowestFalseAccept: lowestFalseAccept(distances.impostor.length),
    thresholdsFrom: chosenOn ? 'validation' : 'same',
    points: TARGETS.map((target) => pointAt(target, distances, chosenOn ?? distances)),
    roc: thinnedRoc(distances, ROC_POINTS).map(({ threshold, ...rates }) => ({
      ...rates,
      threshold: Number.isFinite(threshold) ? threshold : null,
    })),
  }
}

function pointAt(target: number, distances: PairDistances, chosenOn: PairDistances) {
  const { threshold, ...rates } = operatingPoint(distances, thresholdAt(chosenOn, target))
  const supported = target >= lowestFalseAccept(distances.impostor.length)
  return { target, threshold: Number.isFinite(threshold) ? threshold : null, ...rates, supported }
}
