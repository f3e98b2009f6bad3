/** From verification figures to lines of charts. */
import type { VerificationFigure } from '../../../../shared/contract/figures.ts'
import type { Marker, Series } from '../../../components/charts/series.ts'
import { figure } from '../../../format.ts'

export interface VerificationWords {
  readonly curve: string
  readonly falseAccept: string
  readonly falseReject: string
  readonly equalErrorRate: string
  readonly guessing: string
  /** `threshold 0.21` */
  readonly threshold: (value: string) => string
  /** An operating point: `chosen at FAR 1 %`. */
  readonly at: (target: number) => string
}

const MARKERS: readonly Marker[] = ['triangle', 'rectRot']

function notesOf({ roc }: VerificationFigure, words: VerificationWords): string[] {
  return roc.map(({ threshold }) => (threshold === null ? '' : words.threshold(figure(threshold))))
}

/** Operating points and the equal error rate, `up` the rate on the y axis. */
function marksOf(
  { points, equalErrorRate }: VerificationFigure,
  words: VerificationWords,
  up: (rates: { readonly falseAccept: number; readonly trueAccept: number }) => number,
): Series[] {
  const equal = { falseAccept: equalErrorRate, trueAccept: 1 - equalErrorRate }
  return [
    {
      label: words.equalErrorRate,
      x: [equalErrorRate],
      y: [up(equal)],
      colour: '--data-orange',
      marker: 'circle',
      isQuiet: true,
    },
    ...points.map((point, i): Series => ({
      label: words.at(point.target),
      x: [point.falseAccept],
      y: [up(point)],
      colour: i === 0 ? '--data-green' : '--data-purple',
      marker: MARKERS[i % MARKERS.length]!,
      ...(point.threshold === null ? {} : { notes: [words.threshold(figure(point.threshold))] }),
    })),
  ]
}

/** True accepts against false accepts, beside what guessing gives. */
export function rocSeries(found: VerificationFigure, words: VerificationWords): Series[] {
  const x = found.roc.map(({ falseAccept }) => falseAccept)
  // Many points, so that it is a curve on a logarithmic axis too.
  const guess = Array.from({ length: 61 }, (_, i) => 10 ** (-6 + i / 10))
  return [
    ...marksOf(found, words, ({ trueAccept }) => trueAccept),
    {
      label: words.curve,
      x,
      y: found.roc.map(({ trueAccept }) => trueAccept),
      colour: '--data-blue',
      isQuiet: true,
      notes: notesOf(found, words),
    },
    { label: words.guessing, x: [0, ...guess], y: [0, ...guess], colour: '--data-grey', dashed: [2, 3], isQuiet: true },
  ]
}

/** False rejects against false accepts; for axes of normal deviates. */
export function detSeries(found: VerificationFigure, words: VerificationWords): Series[] {
  return [
    ...marksOf(found, words, ({ trueAccept }) => 1 - trueAccept),
    {
      label: words.curve,
      x: found.roc.map(({ falseAccept }) => falseAccept),
      y: found.roc.map(({ trueAccept }) => 1 - trueAccept),
      colour: '--data-blue',
      isQuiet: true,
      notes: notesOf(found, words),
    },
  ]
}

/** Both rates of error against the threshold. */
export function thresholdSeries({ roc }: VerificationFigure, words: VerificationWords): Series[] {
  const real = roc.filter((point) => point.threshold !== null)
  const x = real.map(({ threshold }) => threshold!)
  return [
    {
      label: words.falseAccept,
      x,
      y: real.map(({ falseAccept }) => falseAccept),
      colour: '--data-blue',
      isQuiet: true,
    },
    {
      label: words.falseReject,
      x,
      y: real.map(({ trueAccept }) => 1 - trueAccept),
      colour: '--data-orange',
      dashed: true,
      isQuiet: true,
    },
  ]
}
